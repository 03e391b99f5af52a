package dev.ekiden.api.agentlink;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Fetch;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Network;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts as orders that agents can follow. */
class OrdersTests {
  private static final String ONE = "shop_web.instance-1";
  private static final AppSpec WEB =
      Specs.app(
          "/shop/web",
          """
          'cpus':1.5,'mem':64,'disk':10,'taskKillGracePeriodSeconds':7,
          'portDefinitions':[{},{}],
          'fetch':[{'uri':'https://example.org/a.tgz','executable':true,'destPath':'lib'}],
          'healthChecks':[
            {'protocol':'HTTP','path':'/h','portIndex':1,'gracePeriodSeconds':1,
             'intervalSeconds':2,'timeoutSeconds':3,'maxConsecutiveFailures':4},
            {'protocol':'MESOS_HTTPS','port':9000},{'protocol':'TCP'}]
          """);

  private static final AppSpec BY_COMMAND =
      Specs.app(
          "/shop/web",
          """
          'portDefinitions':[],'healthChecks':[{'protocol':'COMMAND','gracePeriodSeconds':0,
            'command':{'value':'test -e ok'}}]
          """);

  private static final AppSpec READYING =
      Specs.app(
          "/shop/web",
          """
          'portDefinitions':[{'name':'web'}],'readinessChecks':[{'path':'/warm','portName':'web',
            'intervalSeconds':4,'timeoutSeconds':3,'httpStatusCodesForReady':[204]}]
          """);

  private static final AppSpec BURSTING =
      Specs.app(
          "/shop/web",
          "'cpus':0.5,'mem':64,'resourceLimits':{'cpus':'unlimited','mem':128},"
              + "'portDefinitions':[]");

  private static Cluster placed(AppSpec spec) {
    return cluster().agent("agent-1").app(spec).placed(ONE, spec, "agent-1", 31_001, 31_002);
  }

  private static Order.Run run(Cluster cluster) {
    return (Order.Run) Orders.run(cluster.state(), new InstanceId(ONE), 9).orElseThrow();
  }

  @Test
  void limits_above_the_request_are_those_of_the_agent_it_is_on() {
    var cluster = placed(BURSTING);
    var offered = cluster.state().agent(new AgentId("agent-1")).orElseThrow().spec().capacity();
    assertThat(run(cluster).limits())
        .isEqualTo(new Limits(500, 64, 0, Math.toIntExact(offered.cpuMillis()), 128));
  }

  @Test
  void an_order_to_run_says_everything() {
    var order = run(placed(WEB));
    assertThat(order.epoch()).isEqualTo(9);
    assertThat(order.instance()).isEqualTo(ONE);
    assertThat(order.app()).isEqualTo("/shop/web");
    assertThat(order.command()).containsExactly("/bin/sh", "-c", "exec run");
    assertThat(order.env()).containsEntry("HOST", "agent-1.local").containsEntry("PORT1", "31002");
    assertThat(order.limits()).isEqualTo(new Limits(1_500, 64, 10));
    assertThat(order.ports()).containsExactly(31_001, 31_002);
    assertThat(order.fetch())
        .containsExactly(new Fetch("https://example.org/a.tgz", true, true, "lib"));
    assertThat(order.graceMillis()).isEqualTo(7_000);
  }

  @Test
  void checks_get_host_ports_and_milliseconds() {
    var usual = new Check.Rhythm(300_000, 60_000, 20_000, 3);
    assertThat(run(placed(WEB)).checks())
        .containsExactly(
            new Check.Http(false, 31_002, "/h", new Check.Rhythm(1_000, 2_000, 3_000, 4)),
            new Check.Http(true, 9_000, "/", usual),
            new Check.Tcp(31_001, usual));
  }

  @ParameterizedTest
  @CsvSource({"HTTP,MESOS_HTTP", "HTTPS,MESOS_HTTPS", "TCP,MESOS_TCP"})
  void checks_with_a_name_of_mesos_are_run_as_those_without(String plain, String mesos) {
    var fields = "'healthChecks':[{'protocol':'%s','intervalSeconds':7}]";
    var usual = run(placed(Specs.app("/shop/web", fields.formatted(plain))));
    var other = run(placed(Specs.app("/shop/web", fields.formatted(mesos))));
    assertThat(other.checks()).hasSize(1).isEqualTo(usual.checks());
  }

  @Test
  void a_check_by_command_needs_no_port() {
    assertThat(run(placed(BY_COMMAND)).checks())
        .containsExactly(new Check.Command("test -e ok", new Check.Rhythm(0, 60_000, 20_000, 3)));
  }

  @Test
  void a_new_instance_is_asked_whether_it_is_ready_during_a_deployment_only() {
    var cluster = cluster().agent("agent-1").app(READYING);
    var after = cluster.placed(ONE, READYING, "agent-1", 31_001);
    assertThat(run(after).checks()).isEmpty();

    var during =
        cluster()
            .agent("agent-1")
            .app(READYING)
            .deploying("d-1", READYING, Deployment.Kind.START)
            .placed(ONE, READYING, "agent-1", 31_001);
    assertThat(run(during).checks())
        .containsExactly(
            new Check.Ready(
                false, 31_001, "/warm", List.of(204), new Check.Rhythm(0, 4_000, 3_000, 0)));
  }

  @Test
  void an_agent_that_has_become_too_old_for_a_check_is_not_given_the_instance() {
    var cluster = placed(BY_COMMAND);
    var spec = cluster.state().agent(new AgentId("agent-1")).orElseThrow().spec();
    cluster.fact(new Fact.AgentJoined(spec.withAbilities(List.of()), T0));
    assertThat(Orders.run(cluster.state(), new InstanceId(ONE), 9))
        .containsInstanceOf(Order.Kill.class);
  }

  private static final AppSpec BRIDGED =
      Specs.app(
          "/shop/web",
          """
          'networks':[{'mode':'container/bridge','labels':{'EKIDEN_EGRESS_MBIT':'10'}}],
          'container':{'type':'MESOS','portMappings':[
            {'containerPort':80},{'containerPort':53,'protocol':'udp,tcp','hostPort':31002}]},
          'healthChecks':[{'protocol':'HTTP'},{'protocol':'TCP','port':31002},
            {'protocol':'MESOS_TCP','port':8081}]
          """);

  @Test
  void a_network_of_its_own_is_made_with_its_mappings() {
    assertThat(run(placed(BRIDGED)).network())
        .isEqualTo(
            new Network.Own(
                List.of(
                    new Network.Mapping(80, 31_001, "tcp"),
                    new Network.Mapping(53, 31_002, "udp"),
                    new Network.Mapping(53, 31_002, "tcp")),
                0,
                10));
    assertThat(run(placed(WEB)).network()).isEqualTo(new Network.Host());
  }

  @Test
  void checks_of_a_network_of_its_own_ask_where_the_instance_listens() {
    var usual = new Check.Rhythm(300_000, 60_000, 20_000, 3);
    assertThat(run(placed(BRIDGED)).checks())
        .containsExactly(
            new Check.Http(false, 80, "/", usual),
            new Check.Tcp(53, usual),
            new Check.Tcp(8_081, usual));
  }

  @Test
  void an_agent_that_has_lost_its_networks_is_not_given_the_instance() {
    var cluster = placed(BRIDGED);
    var spec = cluster.state().agent(new AgentId("agent-1")).orElseThrow().spec();
    cluster.fact(new Fact.AgentJoined(spec.withAbilities(List.of()), T0));
    assertThat(Orders.run(cluster.state(), new InstanceId(ONE), 9))
        .containsInstanceOf(Order.Kill.class);
  }

  @Test
  void an_agent_says_at_its_hello_whether_it_knows_checks_by_command() {
    var machine = new Machine("a", "h", "b", "1", 1, 1, 1, 1, 2, new TreeMap<>());
    var knows = new Report.Hello(1, machine, List.of(), List.of(Dialect.COMMAND_CHECKS));
    var old = new Report.Hello(1, machine, List.of(), List.of(Dialect.LISTS));
    assertThat(ReportEvents.spec(knows).can(Ability.COMMAND_CHECKS)).isTrue();
    assertThat(ReportEvents.spec(old).can(Ability.COMMAND_CHECKS)).isFalse();
    var networked = new Report.Hello(1, machine, List.of(), List.of(Dialect.OWN_NETWORKS));
    assertThat(ReportEvents.spec(networked).can(Ability.OWN_NETWORKS)).isTrue();
    assertThat(ReportEvents.spec(knows).can(Ability.OWN_NETWORKS)).isFalse();
  }

  @Test
  void an_instance_runs_what_it_was_placed_for_though_the_app_has_moved_on() {
    var later = T0.plusSeconds(1);
    var cluster = placed(WEB).app(Specs.app("/shop/web", "'cmd':'newer'"), later, later);
    assertThat(run(cluster).command()).containsExactly("/bin/sh", "-c", "exec run");
  }

  @Test
  void scaling_does_not_take_the_definition_away() {
    var later = T0.plusSeconds(1);
    var cluster = placed(WEB).app(WEB.withInstances(5), later, T0);
    assertThat(run(cluster).command()).containsExactly("/bin/sh", "-c", "exec run");
  }

  @Test
  void there_is_nothing_to_run_where_the_app_or_the_instance_is_gone() {
    var one = new InstanceId(ONE);
    var removed = placed(WEB).fact(new Fact.AppRemoved(WEB.id()));
    assertThat(Orders.run(removed.state(), one, 9)).isEmpty();
    assertThat(Orders.run(cluster().state(), one, 9)).isEmpty();
  }

  @Test
  void an_order_to_kill_has_the_apps_patience_and_the_reason() {
    var cluster = placed(WEB).killing(ONE, "scaled down to 0");
    assertThat(Orders.kill(cluster.state(), cluster.instance(ONE), 9))
        .contains(new Order.Kill(9, ONE, 7_000, "scaled down to 0"));
    cluster.fact(new Fact.AppRemoved(WEB.id()));
    assertThat(Orders.kill(cluster.state(), cluster.instance(ONE), 9))
        .contains(new Order.Kill(9, ONE, 3_000, "scaled down to 0"));
  }

  @Test
  void of_ports_that_were_not_given_no_more_are_taken_than_are_kept() {
    var eleven = IntStream.range(2000, 2011).boxed().toList();
    assertThat(ReportEvents.of(new Report.UnallocatedPorts(1, ONE, eleven, false)).apply(T0))
        .isEqualTo(
            new Event.InstanceListened(
                T0, new InstanceId(ONE), new UnallocatedPorts(eleven.subList(0, 10), true)));
  }

  @Test
  void orders_and_reports_have_their_type_on_the_wire() {
    assertThat(WireJson.write(new Order.Acknowledge(3)))
        .isEqualTo("{\"type\":\"Acknowledge\",\"seq\":3}");
    assertThat(WireJson.read("{\"type\":\"Heartbeat\",\"atMillis\":5,\"new\":1}"))
        .containsExactly(new dev.ekiden.core.wire.Report.Heartbeat(5));
  }
}
