package dev.ekiden.api.agentlink;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A batch of facts as orders, from one look at the state. */
final class FanOut {
  private FanOut() {}

  /** An order and who gets it. */
  record Told(AgentId agent, Order order) {}

  /** Whether there is anything in it for agents. */
  static boolean concerns(List<Fact> facts) {
    return facts.stream()
        .anyMatch(
            fact ->
                fact instanceof Fact.InstancePlaced
                    || fact instanceof Fact.InstanceKillDecided
                    || fact instanceof Fact.InstanceResizeAsked);
  }

  /** The state may be ahead of the facts: what has ended or is to end by now is not started. */
  static List<Told> orders(ClusterState state, List<Fact> facts, long epoch) {
    var orders = new ArrayList<Told>();
    for (var fact : facts) {
      switch (fact) {
        case Fact.InstancePlaced placed ->
            state
                .instance(placed.id())
                .filter(instance -> instance.condition() == Instance.Condition.STARTING)
                .flatMap(_ -> Orders.run(state, placed.id(), epoch))
                .ifPresent(order -> orders.add(new Told(placed.agent(), order)));
        case Fact.InstanceKillDecided killed ->
            told(state, killed.id(), it -> Orders.kill(state, it, epoch)).ifPresent(orders::add);
        case Fact.InstanceResizeAsked asked ->
            told(state, asked.id(), it -> Orders.resize(state, it, epoch)).ifPresent(orders::add);
        default -> {
          // Other facts ask nothing of agents.
        }
      }
    }
    return orders;
  }

  private static Optional<Told> told(
      ClusterState state, InstanceId id, Function<Instance, Optional<Order>> order) {
    return state
        .instance(id)
        .flatMap(it -> order.apply(it).map(found -> new Told(it.agent(), found)));
  }
}
