package dev.ekiden.api.agentlink;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Other limits for what runs: the order, once more after a hello, and what the answer means. */
class ResizeOrdersTests {
  private static final String ONE = "shop_web.instance-1";
  private static final AppSpec SMALL =
      Specs.app("/shop/web", "'cpus':0.1,'mem':64,'portDefinitions':[]");
  private static final AppSpec LARGE =
      Specs.app(
          "/shop/web", "'cpus':0.2,'mem':128,'resourceLimits':{'mem':256},'portDefinitions':[]");
  private static final Instant LATER = T0.plusSeconds(9);
  private static final Order.Resize ORDER =
      new Order.Resize(9, ONE, new Limits(200, 128, 0, 200, 256));

  private static final Fact ASKED =
      new Fact.InstanceResizeAsked(new InstanceId(ONE), LATER, new Resources(200, 128, 0), LATER);

  private static Cluster asked() {
    return cluster()
        .agent("n1")
        .app(SMALL)
        .running(ONE, SMALL, "n1")
        .app(LARGE, LATER, LATER)
        .fact(ASKED);
  }

  private static List<Order> afterHello(Cluster cluster) {
    var machine = new Machine("n1", "h", "b", "1", 1, 1, 1, 1, 2, new TreeMap<>());
    var held = new Held(ONE, Held.Doing.RUNNING, 5, Held.Pulse.HEALTHY);
    var hello = new Report.Hello(1, machine, List.of(held), List.of("resize"));
    return Reconciliation.orders(cluster.state(), new AgentId("n1"), hello, 9);
  }

  @Test
  void the_fact_becomes_an_order_with_the_limits_of_the_version_asked_for() {
    assertThat(FanOut.concerns(List.of(ASKED))).isTrue();
    assertThat(FanOut.orders(asked().state(), List.of(ASKED), 9))
        .containsExactly(new FanOut.Told(new AgentId("n1"), ORDER));
  }

  @Test
  void it_is_given_again_after_each_hello_until_there_is_an_answer() {
    var cluster = asked();
    assertThat(afterHello(cluster)).containsExactly(ORDER);
    assertThat(afterHello(cluster)).containsExactly(ORDER);
    var done =
        new Fact.InstanceResized(new InstanceId(ONE), LATER, new Resources(200, 128, 0), LATER);
    assertThat(afterHello(cluster.fact(done))).isEmpty();
  }

  @Test
  void what_is_to_end_or_gone_or_on_an_old_agent_is_not_asked() {
    assertThat(FanOut.orders(asked().killing(ONE, "x").state(), List.of(ASKED), 9)).isEmpty();
    var gone = asked().fact(new Fact.AppRemoved(SMALL.id()));
    assertThat(FanOut.orders(gone.state(), List.of(ASKED), 9)).isEmpty();
    var old = asked();
    var spec = old.state().agent(new AgentId("n1")).orElseThrow().spec();
    old.fact(new Fact.AgentJoined(spec.withAbilities(List.of("resource-limits")), T0));
    assertThat(FanOut.orders(old.state(), List.of(ASKED), 9)).isEmpty();
    assertThat(afterHello(old)).isEmpty();
  }

  @Test
  void the_answer_makes_it_one_of_the_new_version() {
    var cluster = asked();
    var event = ReportEvents.of(new Report.Resized(ONE, ORDER.limits(), "")).apply(LATER);
    assertThat(Scheduler.decide(cluster.state(), event, Rules.DEFAULT).facts())
        .containsExactly(
            new Fact.InstanceResized(
                new InstanceId(ONE), LATER, new Resources(200, 128, 0), LATER));
  }

  @Test
  void a_refusal_tells_what_it_has() {
    var cluster = asked();
    var report = new Report.Resized(ONE, new Limits(100, 64, 0), "in use");
    assertThat(Orders.isAnswer(cluster.state(), report)).isTrue();
    var event = ReportEvents.of(report).apply(LATER);
    assertThat(Scheduler.decide(cluster.state(), event, Rules.DEFAULT).facts())
        .containsExactly(
            new Fact.InstanceResizeRefused(
                new InstanceId(ONE), LATER, new Resources(100, 64, 0), "in use", LATER));
  }

  @Test
  void a_second_answer_to_the_order_before_is_none_to_this_one() {
    var cluster = asked();
    assertThat(Orders.isAnswer(cluster.state(), new Report.Resized(ONE, ORDER.limits(), "")))
        .isTrue();
    // The same request; only how far it may go beyond it is another.
    var before = new Report.Resized(ONE, new Limits(200, 128, 0), "");
    assertThat(Orders.isAnswer(cluster.state(), before)).isFalse();
  }

  @Test
  void what_nobody_waits_for_is_left_to_the_scheduler() {
    var cluster = cluster().agent("n1").app(SMALL).running(ONE, SMALL, "n1");
    assertThat(Orders.isAnswer(cluster.state(), new Report.Resized(ONE, ORDER.limits(), "")))
        .isTrue();
  }
}
