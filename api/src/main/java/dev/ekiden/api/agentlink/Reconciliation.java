package dev.ekiden.api.agentlink;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What to tell an agent that has just said hello, so that it runs what it should and nothing else.
 * Doing it twice is harmless.
 */
final class Reconciliation {
  /** For what nobody wants any more; its owner's grace period is no longer known. */
  private static final long GRACE_MILLIS = 3_000;

  private Reconciliation() {}

  static List<Order> orders(ClusterState state, AgentId agent, Report.Hello hello, long epoch) {
    var orders = new ArrayList<Order>();
    var held = new TreeSet<String>();
    for (var instance : hello.instances()) {
      held.add(instance.instance());
      stray(state, agent, instance, epoch, orders);
    }
    for (var instance : state.instancesOn(agent)) {
      boolean there = held.contains(instance.id().value());
      if (instance.condition() == Instance.Condition.STARTING && !there) {
        Orders.run(state, instance.id(), epoch).ifPresent(orders::add);
      } else if (instance.condition() == Instance.Condition.KILLING || !there) {
        // One that should run and is not there has ended: the answer says how.
        Orders.kill(state, instance, epoch).ifPresent(orders::add);
      } else {
        // The answer, if there was one, was not kept.
        Orders.resize(state, instance, epoch).ifPresent(orders::add);
      }
    }
    return orders;
  }

  private static void stray(
      ClusterState state, AgentId agent, Held held, long epoch, List<Order> orders) {
    boolean wanted =
        state
            .instance(new InstanceId(held.instance()))
            .filter(instance -> instance.agent().equals(agent))
            .isPresent();
    if (!wanted) {
      orders.add(new Order.Kill(epoch, held.instance(), GRACE_MILLIS, "no longer wanted"));
    }
  }
}
