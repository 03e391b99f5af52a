package dev.ekiden.api.forward;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback, each request on a thread of its own. */
final class LoopbackServer implements AutoCloseable {
  static {
    // What a client still sends when it is answered is read, up to so much: by default the server
    // resets the connection instead, now and then before the client has seen the answer.
    System.setProperty("sun.net.httpserver.drainAmount", "100000000");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  LoopbackServer(HttpHandler handler) {
    this(0, handler);
  }

  LoopbackServer(int port, HttpHandler handler) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Path and query as they were sent. */
  static String target(HttpExchange exchange) {
    return exchange.getRequestURI().toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
