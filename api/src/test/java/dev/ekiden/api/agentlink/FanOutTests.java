package dev.ekiden.api.agentlink;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.wire.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches of facts as orders. */
class FanOutTests {
  private static final AppSpec WEB = Specs.app("/shop/web");

  private static Fact placed(String id) {
    return new Fact.InstancePlaced(
        new InstanceId(id), WEB.id(), T0, new AgentId("n1"), List.of(31_000), T0);
  }

  private static Fact killDecided(String id) {
    return new Fact.InstanceKillDecided(new InstanceId(id), "scaled down", T0);
  }

  @Test
  void each_fact_that_asks_something_of_an_agent_becomes_an_order_in_its_order() {
    var cluster =
        cluster()
            .agent("n1")
            .agent("n2")
            .app(WEB)
            .running("old", WEB, "n2", 31_000)
            .killing("old", "scaled down")
            .placed("new", WEB, "n1", 31_000);
    var orders = FanOut.orders(cluster.state(), List.of(killDecided("old"), placed("new")), 9);
    assertThat(orders).extracting(told -> told.agent().value()).containsExactly("n2", "n1");
    assertThat(orders.getFirst().order()).isEqualTo(new Order.Kill(9, "old", 3_000, "scaled down"));
    assertThat(orders.getLast().order()).isInstanceOf(Order.Run.class);
  }

  @Test
  void what_is_to_end_by_now_is_not_started_and_what_has_ended_is_not_killed() {
    var cluster =
        cluster().agent("n1").app(WEB).placed("i", WEB, "n1", 31_000).killing("i", "scaled down");
    var facts = List.of(placed("i"), killDecided("i"), placed("gone"), killDecided("gone"));
    assertThat(FanOut.orders(cluster.state(), facts, 9))
        .extracting(FanOut.Told::order)
        .containsExactly(new Order.Kill(9, "i", 3_000, "scaled down"));
  }

  @Test
  void most_facts_are_not_for_agents() {
    assertThat(FanOut.concerns(List.of(new Fact.AgentLost(new AgentId("n1"), T0)))).isFalse();
    assertThat(FanOut.concerns(List.of(placed("i")))).isTrue();
  }
}
