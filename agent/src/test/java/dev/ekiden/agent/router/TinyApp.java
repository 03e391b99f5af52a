package dev.ekiden.agent.router;

import com.sun.net.httpserver.HttpServer;
import dev.ekiden.core.wire.RouteTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An instance: answers its name and the headers that it got. */
final class TinyApp implements AutoCloseable {
  static {
    // Above 200, the default, it closes each connection just after an answer, when HAProxy may use
    // it again; and HAProxy keeps one for each slot.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "5000");
  }

  private final String name;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  TinyApp(String name) throws IOException {
    this.name = name;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          var text = new StringBuilder(name).append('\n');
          exchange
              .getRequestHeaders()
              .forEach((key, values) -> text.append(key).append(": ").append(values).append('\n'));
          var body = text.toString().getBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  RouteTable.Backend backend() {
    return new RouteTable.Backend(name, "127.0.0.1", server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
