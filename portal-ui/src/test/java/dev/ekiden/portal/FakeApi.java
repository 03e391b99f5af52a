package dev.ekiden.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ekiden.portal.client.Api;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers what it was told and remembers what it was asked. */
public final class FakeApi implements AutoCloseable {
  /** One request as it came. */
  public record Seen(String call, String authorization, String body, String length) {}

  private record Answer(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  public FakeApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Answers {@code call}, as "GET /v3/me", from now on. */
  public FakeApi on(String call, int status, String body) {
    return on(call, status, body, Map.of());
  }

  public FakeApi on(String call, int status, String body, Map<String, String> headers) {
    answers.put(call, new Answer(status, body, headers));
    return this;
  }

  public URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public HttpClient http() {
    return http;
  }

  public Api api() {
    return new Api(http, url(), () -> "token-1");
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var headers = exchange.getRequestHeaders();
      seen.add(
          new Seen(
              call,
              headers.getOrDefault("Authorization", List.of("")).getFirst(),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8),
              headers.getOrDefault("Content-Length", List.of("")).getFirst()));
      var answer = answers.getOrDefault(call, new Answer(404, "", Map.of()));
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.close();
  }
}
