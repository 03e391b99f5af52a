package dev.ekiden.api.forward;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A {@link Forwarder} behind real sockets, and who leads as the test says. */
final class Standby implements AutoCloseable {
  static final URI ADDRESS = URI.create("https://localhost:9453");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final AtomicReference<Optional<URI>> leader = new AtomicReference<>(Optional.empty());
  private final Forwarder forwarder = new Forwarder(client, leader::get, "master-2", ADDRESS);
  private final LoopbackServer server = new LoopbackServer(this::handle);

  /** What it does with a request. */
  interface Handling {
    void handle(Forwarder forwarder, Inbound request, Answer answer) throws InterruptedException;
  }

  private volatile Handling handling = Forwarder::forward;

  static Standby of(URI leader) {
    var standby = new Standby();
    standby.follow(leader);
    return standby;
  }

  void follow(URI next) {
    leader.set(Optional.of(next));
  }

  void handleBy(Handling other) {
    handling = other;
  }

  URI address() {
    return server.address();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var answer = new ExchangeAnswer(exchange, new AtomicBoolean());
    try {
      handling.handle(forwarder, inbound(exchange), answer);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (answer.aborted().get()) {
      // Makes this server close the connection as it is.
      throw new IOException("broken off");
    }
    exchange.close();
  }

  private static Inbound inbound(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var length = headers.getFirst("Content-Length");
    long known = length == null ? 0 : Long.parseLong(length);
    return new Inbound(
        exchange.getRequestMethod(),
        LoopbackServer.target(exchange),
        headers,
        headers.containsKey("Transfer-Encoding") ? -1 : known,
        exchange.getRequestBody(),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private record ExchangeAnswer(HttpExchange exchange, AtomicBoolean aborted) implements Answer {
    @Override
    public OutputStream begin(int status, Map<String, List<String>> headers) throws IOException {
      exchange.getResponseHeaders().putAll(headers);
      var length = headers.get("Content-Length");
      long known = length == null ? 0 : Long.parseLong(length.getFirst());
      exchange.sendResponseHeaders(status, length != null && known == 0 ? -1 : known);
      return exchange.getResponseBody();
    }

    @Override
    public void abort() {
      aborted.set(true);
    }
  }

  @Override
  public void close() {
    server.close();
    client.shutdownNow();
    threads.shutdownNow();
  }
}
