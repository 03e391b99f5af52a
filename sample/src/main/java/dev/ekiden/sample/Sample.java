package dev.ekiden.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a page about itself at {@code /} and 200 at {@code /health}, on the port that {@code PORT}
 * names. SIGTERM lets running requests finish, for two seconds at most.
 */
public final class Sample {
  private static final int THREADS = 4;
  private static final int GRACE_SECONDS = 2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  Sample(Identity self) throws IOException {
    server = HttpServer.create(new InetSocketAddress(self.port()), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> page(exchange, self));
    server.createContext("/health", exchange -> answer(exchange, 200, "text/plain", "ok\n"));
    server.start();
  }

  /** Starts and stays until a signal ends it. */
  public static void main(String[] args) throws IOException {
    var self = Identity.from(System.getenv(), Instant.now());
    var sample = new Sample(self);
    Runtime.getRuntime().addShutdownHook(new Thread(sample::stop, "shutdown"));
    System.out.println(
        self.app() + " serves on port " + sample.port() + " as instance " + self.instance());
  }

  int port() {
    return server.getAddress().getPort();
  }

  void stop() {
    System.out.println("stopping");
    server.stop(GRACE_SECONDS);
    threads.shutdownNow();
  }

  private static void page(HttpExchange exchange, Identity self) throws IOException {
    var path = exchange.getRequestURI().getPath();
    System.out.println(exchange.getRequestMethod() + " " + path.replaceAll("\\p{Cntrl}", "?"));
    if (path.equals("/")) {
      var uptime = Duration.between(self.startedAt(), Instant.now());
      answer(exchange, 200, "text/html; charset=utf-8", Page.of(self, uptime));
    } else {
      answer(exchange, 404, "text/plain", "There is only / and /health here.\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      var bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      var head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
