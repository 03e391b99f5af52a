package dev.ekiden.agent.router;

import static dev.ekiden.agent.router.Stage.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.wire.RouteTable.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router with a real HAProxy, seen by a client that trusts only the local CA. */
@Tag("kernel")
class RouterServingTests {
  private static final String WEB = "web.shop.apps.localhost";

  @TempDir Path dir;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    stage = new Stage(dir);
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  @Test
  void serves_a_route_with_a_certificate_that_the_ca_vouches_for() throws Exception {
    stage.serve(route("/shop/web", WEB, stage.app("one")));
    var answer = stage.client().get(WEB, "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.servedBy()).isEqualTo("one");
    assertThat(answer.body())
        .contains("X-forwarded-proto: [https]")
        .contains("X-forwarded-for: [127.0.0.1]")
        .contains("X-forwarded-host: [" + WEB + ":" + stage.settings.httpsPort() + "]");
    assertThat(stage.settings.certificates().resolve("shop.pem")).exists();
    assertThat(stage.applied().path("routes").asInt()).isEqualTo(1);
  }

  @Test
  void tells_apart_an_unknown_host_and_an_app_without_healthy_instance() throws Exception {
    stage.serve(route("/shop/web", WEB));
    var client = stage.client();
    var unknown = client.get("nobody.apps.localhost", "/");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body()).contains("No app is routed at this address");
    var empty = client.get(WEB, "/");
    assertThat(empty.status()).isEqualTo(503);
    assertThat(empty.has("retry-after: 2")).isTrue();
    assertThat(empty.body())
        .contains("shop/web is not ready yet")
        .contains("http-equiv=\"refresh\"");
  }

  @Test
  void the_longest_path_prefix_wins_and_ends_at_a_slash() throws Exception {
    var web = stage.app("web");
    var api = stage.app("api");
    var deep = stage.app("deep");
    stage.serve(
        route("/shop/web", WEB, web),
        new Route("/shop/api", WEB, "/api", List.of(api.backend())),
        new Route("/shop/deep", WEB, "/api/deep/", List.of(deep.backend())));
    var client = stage.client();
    assertThat(client.get(WEB, "/").servedBy()).isEqualTo("web");
    assertThat(client.get(WEB, "/apis").servedBy()).isEqualTo("web");
    assertThat(client.get(WEB, "/api?x=1").servedBy()).isEqualTo("api");
    assertThat(client.get(WEB, "/api/x").servedBy()).isEqualTo("api");
    assertThat(client.get(WEB, "/api/deep").servedBy()).isEqualTo("deep");
    assertThat(client.get(WEB, "/api/deep/x").servedBy()).isEqualTo("deep");
  }

  @Test
  void loses_no_request_while_instances_come_and_go_and_does_not_reload() throws Exception {
    var one = stage.app("one");
    var two = stage.app("two");
    stage.serve(route("/shop/web", WEB, one));
    var worker = stage.worker();
    try (var stream = new Stream(stage, WEB, 4)) {
      for (int round = 0; round < 15; round++) {
        stage.serve(route("/shop/web", WEB, one, two));
        stream.awaitMore(20);
        stage.serve(route("/shop/web", WEB, two));
        stream.awaitMore(20);
        stage.serve(route("/shop/web", WEB, one));
        stream.awaitMore(20);
      }
      assertThat(stream.failures()).isEmpty();
      assertThat(stream.servedBy()).containsOnlyKeys("one", "two");
    }
    assertThat(stage.worker()).isEqualTo(worker);
    Eventually.await(
        "servers that left are deleted",
        () -> {
          var servers = ((Seen.Up) stage.haproxy.look()).servers();
          return servers.size() == 1 && servers.firstEntry().getValue().size() == 1;
        });
  }

  @Test
  void loses_no_request_while_routes_and_projects_come_and_go() throws Exception {
    var one = stage.app("one");
    var web = route("/shop/web", WEB, one);
    stage.serve(web);
    var pid = stage.pid();
    var worker = stage.worker();
    try (var stream = new Stream(stage, WEB, 4)) {
      for (int round = 0; round < 4; round++) {
        var host = "new." + "p" + round + ".apps.localhost";
        stage.serve(web, route("/p" + round + "/new", host, one));
        stream.awaitMore(50);
        assertThat(stage.client().get(host, "/").status()).isEqualTo(200);
        stage.serve(web);
        stream.awaitMore(50);
      }
      assertThat(stream.failures()).isEmpty();
    }
    assertThat(stage.pid()).isEqualTo(pid);
    // A reload would leave kept connections behind on a worker that knows only the old routes.
    assertThat(stage.worker()).isEqualTo(worker);
    assertThat(stage.settings.certificates().resolve("p0.pem")).exists(); // kept for its project
  }

  @Test
  void a_dying_instance_costs_no_get() throws Exception {
    var one = stage.app("one");
    var two = stage.app("two");
    stage.serve(route("/shop/web", WEB, one, two));
    try (var stream = new Stream(stage, WEB, 4)) {
      stream.awaitMore(50);
      two.close();
      stream.awaitMore(200);
      assertThat(stream.failures()).isEmpty();
    }
  }

  @Test
  void haproxy_serves_on_without_a_router_and_the_next_one_adopts_it() throws Exception {
    var one = stage.app("one");
    stage.serve(route("/shop/web", WEB, one));
    var pid = stage.pid();
    var worker = stage.worker();
    try (var stream = new Stream(stage, WEB, 2)) {
      stage.stopRouter();
      stream.awaitMore(50);
      Files.delete(stage.settings.data().resolve("applied.json"));
      Files.delete(stage.settings.pidFile()); // even if that got lost
      stage.startRouter();
      Eventually.await("applied from disk", () -> stage.applied().path("seq").asLong(-1) == 1);
      stage.serve(route("/shop/web", WEB, one));
      stream.awaitMore(50);
      assertThat(stream.failures()).isEmpty();
    }
    assertThat(stage.pid()).isEqualTo(pid);
    assertThat(stage.worker()).isEqualTo(worker);
  }

  @Test
  void a_killed_haproxy_comes_back_with_the_last_routes() throws Exception {
    stage.serve(route("/shop/web", WEB, stage.app("one")));
    stage.stopRouter();
    var old = stage.haproxy.master().orElseThrow();
    old.destroyForcibly();
    Eventually.await("HAProxy gone", () -> stage.haproxy.look() instanceof Seen.Down);
    // The pid file names a process that lives, but is no HAProxy.
    Files.writeString(stage.settings.pidFile(), ProcessHandle.current().pid() + "\n");
    stage.startRouter();
    Eventually.await("HAProxy back", () -> stage.haproxy.look() instanceof Seen.Up);
    assertThat(stage.client().get(WEB, "/").servedBy()).isEqualTo("one");
    var second = stage.haproxy.master().orElseThrow();
    second.destroyForcibly();
    Eventually.await("HAProxy back again", () -> isServedByAnother(second.pid()));
  }

  @Test
  void a_hostile_route_is_left_out_and_the_others_are_served() throws Exception {
    stage.serve(
        new Route("/shop/evil", "evil\n    server x 1.2.3.4:5", "/", List.of()),
        new Route("/shop/evil", "evil.shop.apps.localhost pool", "/", List.of()),
        new Route("/shop/evil", "e.shop.apps.localhost", "/a b", List.of()),
        route("/shop/web", WEB, stage.app("one")));
    assertThat(stage.client().get(WEB, "/").status()).isEqualTo(200);
    assertThat(stage.applied().path("refused").size()).isEqualTo(3);
    assertThat(Files.readString(stage.settings.config())).doesNotContain("1.2.3.4");
  }

  @Test
  void a_configuration_that_haproxy_refuses_is_never_applied() throws Exception {
    stage.serve(route("/shop/web", WEB, stage.app("one")));
    var config = Files.readString(stage.settings.config());
    var bad = new Shape("bad", config + "\nnonsense here\n", new TreeMap<>());
    assertThatThrownBy(() -> stage.haproxy.install(bad))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("nonsense");
    assertThat(Files.readString(stage.settings.config())).isEqualTo(config);
    assertThat(stage.settings.data().resolve("haproxy.cfg.refused")).exists();
  }

  private boolean isServedByAnother(long pid) throws Exception {
    var master = stage.haproxy.master();
    if (master.isEmpty() || master.get().pid() == pid) {
      return false;
    }
    try {
      return stage.client().get(WEB, "/").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
