package dev.ekiden.api.agentlink;

import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agent is told after its hello, for all that it may hold and all that we may want. */
class ReconciliationTests {
  private static final String ONE = "shop_web.instance-1";
  private static final AppSpec WEB = Specs.app("/shop/web");

  private static Cluster wanting(String condition) {
    var cluster = cluster().agent("agent-1").agent("agent-2").app(WEB);
    return switch (condition) {
      case "nothing" -> cluster;
      case "STARTING" -> cluster.placed(ONE, WEB, "agent-1", 31_000);
      case "RUNNING" -> cluster.running(ONE, WEB, "agent-1", 31_000);
      case "KILLING" -> cluster.running(ONE, WEB, "agent-1", 31_000).killing(ONE, "scaled down");
      default -> cluster.running(ONE, WEB, "agent-2", 31_000);
    };
  }

  private static List<Held> holding(String doing) {
    return doing.equals("nothing")
        ? List.of()
        : List.of(new Held(ONE, Held.Doing.valueOf(doing), 5, Held.Pulse.UNKNOWN));
  }

  /** Every condition that the state knows × everything that an agent can say of an instance. */
  @ParameterizedTest(name = "we want {0}, it holds {1}: {2}")
  @CsvSource({
    "nothing,   nothing,  -",
    "nothing,   STARTING, kill",
    "nothing,   RUNNING,  kill",
    "nothing,   KILLING,  kill",
    "STARTING,  nothing,  run",
    "STARTING,  STARTING, -",
    "STARTING,  RUNNING,  -",
    "STARTING,  KILLING,  -",
    "RUNNING,   nothing,  kill",
    "RUNNING,   STARTING, -",
    "RUNNING,   RUNNING,  -",
    "RUNNING,   KILLING,  -",
    "KILLING,   nothing,  kill",
    "KILLING,   STARTING, kill",
    "KILLING,   RUNNING,  kill",
    "KILLING,   KILLING,  kill",
    "elsewhere, nothing,  -",
    "elsewhere, STARTING, kill",
    "elsewhere, RUNNING,  kill",
    "elsewhere, KILLING,  kill",
  })
  void an_agent_is_told_what_is_missing_and_what_is_too_much(
      String wanted, String held, String told) {
    var orders = orders(wanting(wanted), holding(held));
    var words =
        orders.stream()
            .map(
                order ->
                    switch (order) {
                      case Order.Run run when run.instance().equals(ONE) && run.epoch() == 9 ->
                          "run";
                      case Order.Kill kill when kill.instance().equals(ONE) && kill.epoch() == 9 ->
                          "kill";
                      default -> order.toString();
                    })
            .toList();
    assertThat(words).isEqualTo(told.equals("-") ? List.of() : List.of(told));
  }

  @Test
  void saying_it_twice_is_the_same() {
    var cluster = wanting("STARTING");
    assertThat(orders(cluster, List.of())).isEqualTo(orders(cluster, List.of())).hasSize(1);
  }

  @Test
  void each_instance_is_looked_at_by_itself() {
    var cluster =
        cluster()
            .agent("agent-1")
            .app(WEB)
            .placed("i-1", WEB, "agent-1", 31_000)
            .running("i-2", WEB, "agent-1", 31_001)
            .running("i-3", WEB, "agent-1", 31_002)
            .killing("i-3", "scaled down");
    var held = new Held("i-2", Held.Doing.RUNNING, 5, Held.Pulse.HEALTHY);
    var stray = new Held("i-9", Held.Doing.RUNNING, 6, Held.Pulse.HEALTHY);
    assertThat(orders(cluster, List.of(held, stray)))
        .hasSize(3)
        .contains(new Order.Kill(9, "i-9", 3_000, "no longer wanted"))
        .contains(new Order.Kill(9, "i-3", 3_000, "scaled down"))
        .hasAtLeastOneElementOfType(Order.Run.class);
  }

  /**
   * Mesos' rule: the launch may have been lost on the way, so it is asked for through the agent.
   */
  @Test
  void a_launch_that_the_agent_does_not_list_is_ordered_again() {
    assertThat(orders(wanting("STARTING"), List.of()))
        .hasSize(1)
        .hasOnlyElementsOfType(Order.Run.class);
  }

  /** Mesos' rule: kills that the agent missed are sent again. */
  @Test
  void a_kill_that_the_agent_missed_is_sent_again() {
    assertThat(orders(wanting("KILLING"), holding("RUNNING")))
        .containsExactly(new Order.Kill(9, ONE, 3_000, "scaled down"));
  }

  /** Mesos' rule: never "gone" while it is not known; the agent is asked and says how it ended. */
  @Test
  void one_that_ran_and_is_not_listed_is_asked_after_and_not_declared_gone() {
    assertThat(orders(wanting("RUNNING"), List.of()))
        .hasSize(1)
        .hasOnlyElementsOfType(Order.Kill.class);
  }

  /**
   * Mesos' rule: agents are the truth of what runs; what nobody wants is ended, and nothing else.
   */
  @Test
  void one_whose_app_was_removed_while_the_agent_was_away_is_ended() {
    var cluster = wanting("RUNNING").ended(ONE, End.Cause.LOST, -1, "given up");
    assertThat(orders(cluster, holding("RUNNING")))
        .containsExactly(new Order.Kill(9, ONE, 3_000, "no longer wanted"));
  }

  private static List<Order> orders(Cluster cluster, List<Held> held) {
    var machine =
        new Machine("agent-1", "h", "boot", "1", 4_000, 4_096, 0, 31_000, 31_999, new TreeMap<>());
    return Reconciliation.orders(
        cluster.state(), new AgentId("agent-1"), new Report.Hello(8, machine, held, List.of()), 9);
  }
}
