package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.TaskUpdate;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event leads to. Nobody hears of any part before the facts are durable.
 *
 * @param updates for frameworks, beside those that the facts carry
 * @param orders for agents, beside those that follow from the facts
 */
public record ForeignDecision(
    List<ForeignFact> facts, ForeignReply reply, List<TaskUpdate> updates, List<TaskOrder> orders) {
  public ForeignDecision {
    facts = List.copyOf(facts);
    updates = List.copyOf(updates);
    orders = List.copyOf(orders);
  }

  static ForeignDecision refused(ForeignReply.Refusal refusal, String sentence) {
    return new ForeignDecision(
        List.of(), new ForeignReply.Refused(refusal, sentence), List.of(), List.of());
  }

  /** Collects a decision. */
  static final class Draft {
    private final List<ForeignFact> facts = new ArrayList<>();
    private final List<TaskUpdate> updates = new ArrayList<>();
    private final List<TaskOrder> orders = new ArrayList<>();

    void fact(ForeignFact fact) {
      facts.add(fact);
    }

    void facts(List<ForeignFact> more) {
      facts.addAll(more);
    }

    void tell(TaskUpdate update) {
      updates.add(update);
    }

    void order(TaskOrder order) {
      orders.add(order);
    }

    ForeignDecision reply(ForeignReply reply) {
      return new ForeignDecision(facts, reply, updates, orders);
    }

    ForeignDecision done() {
      return reply(new ForeignReply.Done());
    }
  }
}
