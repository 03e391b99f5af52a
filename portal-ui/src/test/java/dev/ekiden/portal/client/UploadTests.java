package dev.ekiden.portal.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadTests {
  /** The sender writes its last byte only once the receiver has the first ones: nothing waits. */
  @Test
  void hands_on_bytes_before_all_have_come() throws Exception {
    var arrived = new CountDownLatch(1);
    var server = server(arrived);
    var out = new PipedOutputStream();
    try (var http = HttpClient.newHttpClient();
        var in = new PipedInputStream(out, 1 << 20)) {
      var url = URI.create("http://localhost:" + server.getAddress().getPort());
      var client = new ArtifactClient(new Api(http, url, () -> "t"));
      var upload = CompletableFuture.supplyAsync(() -> client.upload("a.bin", in, -1));
      out.write(new byte[1 << 19]);
      out.flush();
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      out.write(1);
      out.close();
      assertThat(upload.get(20, TimeUnit.SECONDS).size()).isEqualTo((1 << 19) + 1);
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server(CountDownLatch arrived) throws IOException {
    var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = exchange.getRequestBody();
            var size = body.readNBytes(1).length;
            arrived.countDown();
            size += body.readAllBytes().length;
            var answer = ("{\"size\":" + size + "}").getBytes(UTF_8);
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    return server;
  }
}
