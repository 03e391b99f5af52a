package dev.ekiden.agent.router;

import static dev.ekiden.agent.router.Stage.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.wire.RouteTable.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that keep their connections see each change, as no change but the rarest reloads. */
@Tag("kernel")
class LiveRoutesTests {
  private static final String WEB = "web.shop.apps.localhost";
  private static final String NEW = "new.shop.apps.localhost";
  private static final Logger LOG = Logger.getLogger(Router.class.getName());

  @TempDir Path dir;
  private Stage stage;
  private final ConcurrentLinkedQueue<String> reloads = new ConcurrentLinkedQueue<>();
  private final Handler counter =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getMessage().startsWith("reloaded")) {
            reloads.add(line.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void start() throws Exception {
    LOG.addHandler(counter);
    stage = new Stage(dir);
  }

  @AfterEach
  void stop() throws Exception {
    LOG.removeHandler(counter);
    stage.close();
  }

  private TinyHttp2 http2(String sni) throws Exception {
    return new TinyHttp2(stage.ca.context("router"), stage.settings.httpsPort(), sni);
  }

  /** Looked at anew: a {@link Haproxy} remembers certificates that it did not change itself. */
  private Seen.Up up() throws Exception {
    return (Seen.Up) new Haproxy(stage.settings).look();
  }

  private static Route numbered(int number, TinyApp app) {
    return route("/shop/app" + number, host(number), app);
  }

  private static String host(int number) {
    return "app" + number + ".shop.apps.localhost";
  }

  @Test
  void kept_connections_see_a_route_come_change_and_go() throws Exception {
    var one = stage.app("one");
    var two = stage.app("two");
    var web = route("/shop/web", WEB, one);
    stage.serve(web);
    var worker = stage.worker();
    var http1 = stage.client();
    try (var http2 = http2(NEW)) {
      assertThat(http1.get(NEW, "/").status()).isEqualTo(404);
      assertThat(http2.get(NEW).status()).isEqualTo(404);
      stage.serve(web, route("/shop/new", NEW));
      assertThat(http1.get(NEW, "/").body()).contains("shop/new is not ready yet");
      assertThat(http2.get(NEW).status()).isEqualTo(503);
      stage.serve(web, route("/shop/new", NEW, one));
      assertThat(http1.get(NEW, "/").servedBy()).isEqualTo("one");
      assertThat(http2.get(NEW).servedBy()).isEqualTo("one");
      stage.serve(web, route("/shop/new", NEW, two));
      assertThat(http1.get(NEW, "/").servedBy()).isEqualTo("two");
      assertThat(http2.get(NEW).servedBy()).isEqualTo("two");
      stage.serve(web, route("/shop/other", NEW, one)); // another app takes the address
      assertThat(http1.get(NEW, "/").servedBy()).isEqualTo("one");
      stage.serve(web, new Route("/shop/new", NEW, "/a;b", List.of(two.backend())));
      assertThat(http1.get(NEW, "/").status()).isEqualTo(404);
      assertThat(http1.get(NEW, "/a;b/c").servedBy()).isEqualTo("two");
      stage.serve(web);
      assertThat(http1.get(NEW, "/a;b/c").status()).isEqualTo(404);
      assertThat(http2.get(NEW).status()).isEqualTo(404);
      assertThat(http2.get(WEB).servedBy()).isEqualTo("one");
      assertThat(http2.isDismissed()).isFalse();
    }
    assertThat(http1.connections()).isEqualTo(1);
    assertThat(stage.worker()).isEqualTo(worker);
    assertThat(reloads).isEmpty();
  }

  @Test
  void a_new_host_gets_its_certificate_and_a_new_one_and_loses_it_without_a_reload()
      throws Exception {
    var one = stage.app("one");
    var host = "fresh.example.test";
    stage.serve(route("/shop/web", WEB, one));
    var worker = stage.worker();
    var kept = stage.client();
    assertThat(kept.get(WEB, "/").status()).isEqualTo(200);
    assertThatThrownBy(() -> stage.client().get(host, "/"))
        .isInstanceOf(SSLHandshakeException.class);
    stage.serve(route("/shop/web", WEB, one), route("/fresh/web", host, one));
    assertThat(stage.client().get(host, "/").status()).isEqualTo(200);
    var file = stage.settings.certificates().resolve("fresh.example.test.pem");
    var first = up().certificates().get("certs/fresh.example.test.pem");
    Files.delete(file); // as if it were nearly over
    Eventually.await(
        "renewed", () -> !first.equals(up().certificates().get("certs/fresh.example.test.pem")));
    assertThat(stage.client().get(host, "/").status()).isEqualTo(200);
    stage.serve(route("/shop/web", WEB, one));
    assertThatThrownBy(() -> stage.client().get(host, "/"))
        .isInstanceOf(SSLHandshakeException.class);
    assertThat(up().certificates()).doesNotContainKey("certs/fresh.example.test.pem");
    Eventually.await("file deleted", () -> !Files.exists(file));
    assertThat(kept.get(WEB, "/").status()).isEqualTo(200);
    assertThat(stage.worker()).isEqualTo(worker);
  }

  @Test
  void a_project_without_apps_keeps_its_certificate_so_that_callers_read_a_page() throws Exception {
    var host = "web.fresh.apps.localhost";
    stage.serve(route("/fresh/web", host, stage.app("one")));
    assertThat(stage.client().get(host, "/").status()).isEqualTo(200);
    stage.serve();
    assertThat(stage.client().get(host, "/").status()).isEqualTo(404);
  }

  @Test
  void two_hundred_routes_come_and_go_under_load_and_no_request_fails() throws Exception {
    var one = stage.app("one");
    var web = route("/shop/web", WEB, one);
    stage.serve(web);
    var worker = stage.worker();
    try (var stream = new Stream(stage, WEB, 4);
        var http2 = http2(WEB)) {
      for (int wave = 0; wave < 200; wave += 20) {
        var routes = new ArrayList<>(List.of(web));
        for (int number = wave; number < wave + 20; number++) {
          routes.add(numbered(number, one));
        }
        stage.serve(routes.toArray(Route[]::new));
        for (int number = wave; number < wave + 20; number++) {
          assertThat(http2.get(host(number)).status()).isEqualTo(200);
          assertThat(http2.get(host((number + 180) % 200)).status()).isEqualTo(404);
        }
        stream.awaitMore(20);
      }
      stage.serve(web);
      assertThat(http2.get(host(199)).status()).isEqualTo(404);
      assertThat(stream.failures()).isEmpty();
      assertThat(http2.isDismissed()).isFalse();
    }
    assertThat(stage.worker()).isEqualTo(worker);
    assertThat(reloads).isEmpty();
  }

  @Test
  void more_routes_than_slots_cost_one_reload_and_no_request_of_a_busy_client() throws Exception {
    var one = stage.app("one");
    var routes = new ArrayList<>(List.of(route("/shop/web", WEB, one)));
    stage.serve(routes.getFirst());
    var worker = stage.worker();
    try (var stream = new Stream(stage, WEB, 4);
        var http2 = http2(WEB)) {
      assertThat(http2.get(WEB).status()).isEqualTo(200);
      for (int number = 0; number < Slots.LEAST; number++) {
        routes.add(numbered(number, one));
      }
      stage.serve(routes.toArray(Route[]::new));
      assertThat(reloads).hasSize(1);
      assertThat(stage.worker()).isNotEqualTo(worker);
      try (var fresh = http2(WEB)) {
        for (int number = 0; number < Slots.LEAST; number++) {
          assertThat(fresh.get(host(number)).status()).isEqualTo(200);
        }
      }
      stream.awaitMore(50);
      assertThat(stream.failures()).isEmpty();
      Eventually.await("the old worker sends its HTTP/2 client away", () -> isSentAway(http2));
      routes.add(numbered(Slots.LEAST, one));
      stage.serve(routes.toArray(Route[]::new));
      stream.awaitMore(50);
      assertThat(stream.failures()).isEmpty();
      assertThat(stage.client().get(host(Slots.LEAST), "/").status()).isEqualTo(200);
      assertThat(reloads).hasSize(1);
    }
  }

  private static boolean isSentAway(TinyHttp2 client) {
    try {
      assertThat(client.get(WEB).status()).isEqualTo(200);
    } catch (IOException e) {
      return client.isDismissed(); // it was told and asked nevertheless
    }
    return client.isDismissed();
  }

  @Test
  void a_router_that_finds_half_done_work_finishes_it() throws Exception {
    var one = stage.app("one");
    var web = route("/shop/web", WEB, one);
    stage.serve(web);
    var worker = stage.worker();
    var bound = up().addresses().get(WEB);
    stage.stopRouter();
    var certificates = stage.settings.certificates();
    Files.copy(certificates.resolve("shop.pem"), certificates.resolve("fresh.pem"));
    stage.haproxy.tell("new ssl cert certs/fresh.pem");
    stage.haproxy.tell("set ssl cert certs/fresh.pem" + Steps.PAYLOAD);
    var apps = Shape.path(up().shape(), Shape.APPS);
    stage.haproxy.tell("add map " + apps + " slot-00002 fresh/web");
    stage.haproxy.tell("add server slot-00002/x 127.0.0.1:9");
    stage.startRouter();
    var host = "web.fresh.apps.localhost";
    stage.serve(web, route("/fresh/web", host, one));
    assertThat(stage.client().get(host, "/").servedBy()).isEqualTo("one");
    assertThat(stage.client().get(WEB, "/").servedBy()).isEqualTo("one");
    var up = up();
    assertThat(up.transactions()).isEmpty();
    assertThat(up.addresses()).containsEntry(WEB, bound);
    assertThat(up.servers()).doesNotContainKey("slot-00002");
    assertThat(up.worker()).isEqualTo(worker);
  }

  @Test
  void what_is_on_disk_is_what_runs_so_a_reload_or_a_crash_changes_nothing() throws Exception {
    var one = stage.app("one");
    var two = stage.app("two");
    stage.serve(numbered(1, one), numbered(2, one));
    stage.serve(
        numbered(2, one),
        numbered(3, two),
        new Route("/shop/api", host(3), "/api", List.of(one.backend())),
        route("/fresh/web", "web.fresh.apps.localhost", two));
    stage.stopRouter();
    var before = up();
    new ProcessBuilder("kill", "-USR2", "" + stage.pid()).start().waitFor();
    Eventually.await("another worker", () -> isAnotherWorker(before.worker()));
    assertThat(up().addresses()).isEqualTo(before.addresses());
    assertThat(up().apps()).containsAllEntriesOf(before.apps().tailMap("slot-00002"));
    assertThat(up().certificates()).isEqualTo(before.certificates());
    assertThat(up().listed()).isEqualTo(before.listed());
    assertAllServed();
    stage.haproxy.master().orElseThrow().destroyForcibly();
    Eventually.await("HAProxy gone", () -> stage.haproxy.look() instanceof Seen.Down);
    stage.startRouter();
    Eventually.await("HAProxy back", () -> stage.haproxy.look() instanceof Seen.Up);
    assertAllServed();
    assertThat(reloads).isEmpty();
  }

  private boolean isAnotherWorker(long old) throws Exception {
    return stage.haproxy.look() instanceof Seen.Up up && up.worker() != old;
  }

  private void assertAllServed() throws Exception {
    var client = stage.client();
    assertThat(client.get(host(1), "/").status()).isEqualTo(404);
    assertThat(client.get(host(2), "/").servedBy()).isEqualTo("one");
    assertThat(client.get(host(3), "/").servedBy()).isEqualTo("two");
    assertThat(client.get(host(3), "/api").servedBy()).isEqualTo("one");
    assertThat(client.get("web.fresh.apps.localhost", "/").servedBy()).isEqualTo("two");
  }
}
