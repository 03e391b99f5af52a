package dev.ekiden.api.routes;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table that routers make true. */
class RouteTablesTests {
  private static RouteTable table(Cluster cluster) {
    return RouteTables.of(cluster.state(), 3, 42, "apps.localhost");
  }

  @Test
  void an_app_leads_to_its_instances_that_serve_and_to_no_others() {
    var web = Specs.app("/shop/web", "'healthChecks':[{}]");
    var cluster =
        cluster()
            .agent("agent-1")
            .agent("agent-2")
            .app(web)
            .running("i-1", web, "agent-1", 31_000)
            .checked("i-1", true, "")
            .running("i-2", web, "agent-2", 31_000)
            .checked("i-2", true, "")
            .running("unknown", web, "agent-1", 31_001)
            .running("ill", web, "agent-1", 31_002)
            .checked("ill", false, "x")
            .running("leaving", web, "agent-1", 31_003)
            .checked("leaving", true, "")
            .killing("leaving", "scaled down")
            .placed("starting", web, "agent-1", 31_004);
    assertThat(table(cluster))
        .isEqualTo(
            new RouteTable(
                3,
                42,
                List.of(
                    new Route(
                        "/shop/web",
                        "web.shop.apps.localhost",
                        "/",
                        List.of(
                            new Backend("i-1", "agent-1.local", 31_000),
                            new Backend("i-2", "agent-2.local", 31_000))))));
  }

  @Test
  void instances_of_silent_agents_are_the_last_resort() {
    var web = Specs.app("/shop/web");
    var cluster =
        cluster()
            .agent("agent-1")
            .agent("agent-2")
            .app(web)
            .running("i-1", web, "agent-1", 31_000)
            .running("i-2", web, "agent-2", 31_000)
            .placed("starting", web, "agent-2", 31_001)
            .fact(new Fact.AgentLost(new AgentId("agent-2"), Cluster.T0));
    assertThat(table(cluster).routes().getFirst().backends())
        .extracting(Backend::instance)
        .containsExactly("i-1");
    cluster.fact(new Fact.AgentLost(new AgentId("agent-1"), Cluster.T0));
    assertThat(table(cluster).routes().getFirst().backends())
        .extracting(Backend::instance)
        .containsExactly("i-1", "i-2");
  }

  @Test
  void what_was_given_up_is_led_to_until_another_one_serves() {
    var web = Specs.app("/shop/web");
    var cluster =
        cluster()
            .agent("agent-1")
            .agent("agent-2")
            .app(web)
            .running("i-1", web, "agent-1", 31_000)
            .fact(new Fact.AgentLost(new AgentId("agent-1"), T0))
            .fact(new Fact.InstanceInactive(new InstanceId("i-1"), T0))
            .placed("i-2", web, "agent-2", 31_000);
    assertThat(table(cluster).routes().getFirst().backends())
        .extracting(Backend::instance)
        .containsExactly("i-1");
    cluster.fact(new Fact.InstanceRunning(new InstanceId("i-2"), 7, T0));
    assertThat(table(cluster).routes().getFirst().backends())
        .extracting(Backend::instance)
        .containsExactly("i-2");
  }

  @Test
  void instances_in_networks_of_their_own_are_reached_by_host_ports_only() {
    var web =
        Specs.app(
            "/shop/web",
            "'networks':[{'mode':'container'}],'labels':{'HAPROXY_1_VHOST':'b.example.org'},"
                + "'container':{'portMappings':[{'containerPort':80},"
                + "{'containerPort':81,'hostPort':0}]}");
    var cluster =
        cluster()
            .agent("agent-1")
            .app(web)
            .placed("i-1", web, "agent-1", 31_000)
            .fact(new Fact.InstanceRunning(new InstanceId("i-1"), 7, T0, "100.64.4.2"));
    assertThat(table(cluster).routes()).extracting(Route::host).containsExactly("b.example.org");
    assertThat(table(cluster).routes().getFirst().backends())
        .containsExactly(new Backend("i-1", "agent-1.local", 31_000));
  }

  @Test
  void an_app_without_instances_keeps_its_route() {
    assertThat(table(cluster().app(Specs.app("/shop/web"))).routes().getFirst().backends())
        .isEmpty();
  }

  @Test
  void each_port_has_its_own_backends() {
    var web =
        Specs.app(
            "/shop/web", "'portDefinitions':[{},{}],'labels':{'HAPROXY_1_VHOST':'admin.org'}");
    var cluster = cluster().agent("agent-1").app(web).running("i-1", web, "agent-1", 1, 2);
    assertThat(table(cluster).routes())
        .extracting(route -> route.host() + " " + route.backends().getFirst().port())
        .containsExactly("web.shop.apps.localhost 1", "admin.org 2");
  }

  @Test
  void who_was_there_first_keeps_a_name_that_two_want() {
    var first = vhost("/shop/z", "shared.org");
    var second = vhost("/data/a", "shared.org");
    var later = T0.plusSeconds(1);
    var cluster = cluster().app(first).app(second, later, later);
    assertThat(table(cluster).routes()).extracting(Route::app).containsExactly("/shop/z");
    var changed = T0.plusSeconds(2);
    cluster.app(first.withInstances(2), changed, T0);
    assertThat(table(cluster).routes()).extracting(Route::app).containsExactly("/shop/z");
  }

  @Test
  void one_host_may_be_shared_by_paths() {
    var root = vhost("/shop/root", "shared.org");
    var api =
        Specs.app("/shop/api", "'labels':{'HAPROXY_0_VHOST':'shared.org','HAPROXY_0_PATH':'/api'}");
    assertThat(table(cluster().app(root).app(api)).routes())
        .extracting(route -> route.host() + route.path() + " " + route.app())
        .containsExactly("shared.org/api /shop/api", "shared.org/ /shop/root");
  }

  private static AppSpec vhost(String app, String host) {
    return Specs.app(app, "'labels':{'HAPROXY_0_VHOST':'" + host + "'}");
  }
}
