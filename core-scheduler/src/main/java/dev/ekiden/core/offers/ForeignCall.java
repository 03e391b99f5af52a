package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.model.AgentId;
import java.util.List;

/** What a subscribed framework asks, by Mesos' names. */
public sealed interface ForeignCall extends ForeignEvent {
  FrameworkId framework();

  /** End all tasks and forget the framework. */
  record Teardown(FrameworkId framework) implements ForeignCall {}

  /**
   * Do this with that room.
   *
   * @param refuseSeconds for which what is left is not wanted; negative or NaN: as by default
   */
  record Accept(
      FrameworkId framework, List<OfferId> offers, List<Operation> operations, double refuseSeconds)
      implements ForeignCall {}

  /** These are not wanted, for so long; {@code refuseSeconds} as in {@link Accept}. */
  record Decline(FrameworkId framework, List<OfferId> offers, double refuseSeconds)
      implements ForeignCall {}

  /** Offers are wanted again, refused ones too; no roles: all. */
  record Revive(FrameworkId framework, List<String> roles) implements ForeignCall {}

  /** No offers are wanted; no roles: all. */
  record Suppress(FrameworkId framework, List<String> roles) implements ForeignCall {}

  /** End a task. */
  record Kill(FrameworkId framework, String task, Whereabouts where) implements ForeignCall {}

  /** The framework has that update: its agent may send the next. */
  record Acknowledge(FrameworkId framework, String task, AgentId agent, String uuid)
      implements ForeignCall {}

  /** What has become of these tasks? None named: of all that are live. */
  record Reconcile(FrameworkId framework, List<Question> questions) implements ForeignCall {}

  /** One task asked after. */
  record Question(String task, Whereabouts where) {}
}
