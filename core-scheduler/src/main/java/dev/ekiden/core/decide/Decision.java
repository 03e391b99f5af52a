package dev.ekiden.core.decide;

import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.offers.ForeignReply;
import dev.ekiden.core.offers.TaskOrder;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;

/** What an event leads to: facts to make true, and the answer to whoever asked. */
public record Decision(List<Fact> facts, Reply reply) {
  public Decision {
    facts = List.copyOf(facts);
  }

  static Decision of(List<Fact> facts) {
    return new Decision(facts, new Reply.Done());
  }

  static Decision refused(Problem problem) {
    return new Decision(List.of(), new Reply.Refused(problem));
  }

  /** The answer; to be given only once the facts are durable. */
  public sealed interface Reply {
    /** It is done; there is nothing to add. */
    record Done() implements Reply {}

    /** A deployment leads there; {@code created} if the app is new. */
    record Accepted(DeploymentId deployment, Instant version, boolean created) implements Reply {}

    /**
     * The answer to a foreign framework, with what it and agents are told beside what the facts
     * say.
     */
    record Foreign(ForeignReply reply, List<TaskUpdate> updates, List<TaskOrder> orders)
        implements Reply {}

    /** It was refused and nothing has changed. */
    record Refused(Problem problem) implements Reply {}
  }
}
