package dev.ekiden.agent.router;

import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A data directory with free ports, a router that works in it, and its HAProxy. */
final class Stage {
  final LocalCa ca;
  final Settings settings;
  final Haproxy haproxy;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Router router;
  private Thread thread;
  private long seq;

  Stage(Path dir) throws Exception {
    ca = LocalCa.make(dir);
    settings = settings(dir.resolve("data"), ca);
    Files.createDirectories(settings.data());
    haproxy = new Haproxy(settings);
    startRouter();
    Eventually.await("HAProxy up", () -> haproxy.look() instanceof Seen.Up);
  }

  static Settings settings(Path data, LocalCa ca) throws IOException {
    var ports = freePorts();
    return new Settings(
        List.of(URI.create("wss://localhost:1")),
        data,
        ca.dir().resolve("router.p12"),
        ca.passwordFile(),
        ca.dir().resolve("trust.p12"),
        "apps.localhost",
        "127.0.0.1",
        ports.get(0),
        ports.get(1),
        ports.get(2),
        LocalCa.ISSUE,
        ca.dir(),
        1000,
        "root".equals(System.getProperty("user.name")));
  }

  void startRouter() {
    router = new Router(settings);
    var started = router;
    thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    started.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  void stopRouter() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(10));
  }

  TinyApp app(String name) throws IOException {
    var app = new TinyApp(name);
    opened.add(app);
    return app;
  }

  TinyClient client() throws Exception {
    var client = new TinyClient(ca.context("router"), settings.httpsPort());
    opened.add(client);
    return client;
  }

  static Route route(String app, String host, TinyApp... instances) {
    var backends = new ArrayList<Backend>();
    for (var instance : instances) {
      backends.add(instance.backend());
    }
    return new Route(app, host, "/", backends);
  }

  /** Gives the router these routes and waits until it says that they are in force. */
  void serve(Route... routes) throws Exception {
    seq++;
    router.offer(new RouteTable(1, seq, List.of(routes)));
    Eventually.await("applied " + seq, () -> applied().path("seq").asLong(-1) == seq);
  }

  JsonNode applied() throws IOException {
    var file = settings.data().resolve("applied.json");
    return FeedMessage.JSON.readTree(Files.exists(file) ? Files.readString(file) : "{}");
  }

  long pid() throws Exception {
    return haproxy.master().orElseThrow().pid();
  }

  long worker() throws Exception {
    return ((Seen.Up) haproxy.look()).worker();
  }

  void close() throws Exception {
    stopRouter();
    stopHaproxy(haproxy);
    for (var closeable : opened) {
      closeable.close();
    }
  }

  static void stopHaproxy(Haproxy haproxy) throws Exception {
    var master = haproxy.master();
    if (master.isPresent()) {
      master.get().destroy();
      Eventually.await("HAProxy gone", () -> haproxy.master().isEmpty());
    }
  }

  private static List<Integer> freePorts() throws IOException {
    try (var a = new ServerSocket(0);
        var b = new ServerSocket(0);
        var c = new ServerSocket(0)) {
      return List.of(a.getLocalPort(), b.getLocalPort(), c.getLocalPort());
    }
  }
}
