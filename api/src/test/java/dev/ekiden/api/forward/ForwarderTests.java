package dev.ekiden.api.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes a standby, over real sockets on both sides. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
class ForwarderTests {
  private final HttpClient caller =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void hangUp() {
    caller.shutdownNow();
  }

  @Test
  void a_body_larger_than_the_memory_passes_in_both_directions() throws Exception {
    long size = Runtime.getRuntime().maxMemory() + 64L * 1_024 * 1_024;
    var taken = new AtomicLong();
    try (var leader =
            new LoopbackServer(
                exchange -> {
                  taken.set(drain(exchange.getRequestBody()));
                  exchange.sendResponseHeaders(200, size);
                  try (var out = exchange.getResponseBody()) {
                    new Zeros(size).transferTo(out);
                  }
                });
        var standby = Standby.of(leader.address())) {
      var upload =
          HttpRequest.newBuilder(standby.address().resolve("/v3/artifacts?name=big.zip"))
              .PUT(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> new Zeros(size)), size))
              .build();
      var answer = caller.send(upload, BodyHandlers.ofInputStream());
      assertThat(taken).hasValue(size);
      assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(size);
      assertThat(drain(answer.body())).isEqualTo(size);
    }
  }

  @Test
  void a_body_of_unknown_length_passes() throws Exception {
    var seen = new AtomicReference<String>();
    try (var leader =
            new LoopbackServer(
                exchange -> {
                  seen.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                  answer(exchange, 201, "made");
                });
        var standby = Standby.of(leader.address())) {
      var body =
          BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("a b".getBytes(UTF_8)));
      var answer = send(request(standby, "/v2/apps").POST(body));
      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.body()).isEqualTo("made");
      assertThat(seen).hasValue("a b");
    }
  }

  @Test
  void path_and_query_arrive_as_they_were_sent() throws Exception {
    var targets =
        List.of(
            "/v2/apps//prod/web",
            "/v2/apps//prod/web/restart?force=true",
            "/v2/apps?label=a%3D%3Db&embed=apps.tasks",
            "/v2/groups/%2Fprod/../x;y=1/",
            "/v2/apps/%C3%A4?x=%2B+%20");
    try (var leader =
            new LoopbackServer(exchange -> answer(exchange, 200, LoopbackServer.target(exchange)));
        var standby = Standby.of(leader.address())) {
      for (var target : targets) {
        assertThat(send(request(standby, target)).body()).isEqualTo(target);
      }
    }
  }

  @Test
  void method_headers_and_body_pass_and_those_of_the_connection_do_not() throws Exception {
    try (var leader =
            new RawLeader(
                (in, out) -> {
                  in.readNBytes(2);
                  RawLeader.say(
                      out,
                      "HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                          + "Keep-Alive: timeout=5\r\nConnection: X-Hop\r\nX-Hop: 1\r\nX-End: 2\r\n\r\nno");
                });
        var standby = Standby.of(leader.address())) {
      var answer =
          send(
              request(standby, "/v2/apps/shop")
                  .method("PATCH", BodyPublishers.ofString("{}"))
                  .header("Authorization", "Bearer x.y.z")
                  .header("X-Forwarded-For", "10.0.0.9")
                  .header("TE", "trailers")
                  .header("Proxy-Authorization", "secret"));
      assertThat(leader.heads().element()).startsWith("PATCH /v2/apps/shop HTTP/1.1");
      assertThat(leader.heads().element().lines().map(line -> line.toLowerCase(Locale.ROOT)))
          .contains(
              "host: " + leader.address().getAuthority(),
              "content-length: 2",
              "authorization: bearer x.y.z",
              "x-forwarded-for: 10.0.0.9",
              "x-forwarded-for: 127.0.0.1",
              "x-marathon-via: 1.1 localhost:9453",
              "x-ekiden-forwarded-by: master-2")
          .noneMatch(line -> line.startsWith("te:"))
          .noneMatch(line -> line.startsWith("proxy-"));
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).isEqualTo("no");
      var headers = answer.headers();
      assertThat(headers.allValues("Set-Cookie")).containsExactly("a=1", "b=2");
      assertThat(headers.firstValue("X-End")).hasValue("2");
      assertThat(headers.firstValue("X-Hop")).isEmpty();
      assertThat(headers.firstValue("Keep-Alive")).isEmpty();
      assertThat(headers.allValues("X-Marathon-Leader"))
          .containsExactly(leader.address().toString());
      assertThat(headers.allValues("X-Marathon-Via")).containsExactly("1.1 localhost:9453");
    }
  }

  @Test
  void each_piece_of_an_answer_comes_as_soon_as_the_leader_has_sent_it() throws Exception {
    var read = new Exchanger<String>();
    try (var leader =
            new RawLeader(
                (_, out) -> {
                  RawLeader.say(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  RawLeader.say(out, "5\r\nfirst\r\n");
                  // Says no more before the caller has read that.
                  assertThat(read.exchange("")).isEqualTo("first");
                  RawLeader.say(out, "6\r\nsecond\r\n0\r\n\r\n");
                });
        var standby = Standby.of(leader.address())) {
      var answer = caller.send(request(standby, "/v2/apps").build(), BodyHandlers.ofInputStream());
      read.exchange(new String(answer.body().readNBytes(5), UTF_8));
      assertThat(answer.body().readAllBytes()).asString().isEqualTo("second");
    }
  }

  @Test
  void an_answer_to_head_keeps_its_length_and_has_no_body() throws Exception {
    try (var leader =
            new RawLeader(
                (_, out) -> RawLeader.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
        var standby = Standby.of(leader.address());
        var socket = new Socket("127.0.0.1", standby.address().getPort())) {
      RawLeader.say(
          socket.getOutputStream(),
          "HEAD /v2/pods HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Content-length: 1234")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void an_answer_that_breaks_off_is_not_taken_for_whole() throws Exception {
    for (var length : List.of("Content-Length: 100", "Transfer-Encoding: chunked")) {
      try (var leader =
              new RawLeader(
                  (_, out) ->
                      RawLeader.say(
                          out, "HTTP/1.1 200 OK\r\n" + length + "\r\n\r\n5\r\nhello\r\n"));
          var standby = Standby.of(leader.address())) {
        var request = request(standby, "/v2/apps").build();
        assertThatThrownBy(() -> caller.send(request, BodyHandlers.ofString()))
            .as(length)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void an_upload_that_the_leader_refuses_by_its_head_ends_and_the_next_one_is_well()
      throws Exception {
    var requests = new AtomicInteger();
    try (var leader =
            new RawLeader(
                (in, out) -> {
                  requests.incrementAndGet();
                  RawLeader.say(out, "HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge");
                  drain(in);
                });
        var standby = Standby.of(leader.address())) {
      for (int round = 1; round <= 3; round++) {
        assertThat(early(standby)).startsWith("HTTP/1.1 413").endsWith("large");
        assertThat(requests).hasValue(round);
      }
    }
  }

  /** Sends much, and reads the answer meanwhile. */
  private static String early(Standby standby) throws IOException {
    try (var socket = new Socket("127.0.0.1", standby.address().getPort())) {
      var out = socket.getOutputStream();
      RawLeader.say(
          out,
          "PUT /v3/artifacts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9000000\r\n\r\n");
      Thread.ofVirtual().start(() -> sendAll(out));
      var in = socket.getInputStream();
      var text = new StringBuilder();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        text.append((char) octet);
        if (text.toString().endsWith("large")) {
          break;
        }
      }
      return text.toString();
    }
  }

  private static void sendAll(OutputStream out) {
    try {
      new Zeros(9_000_000).transferTo(out);
    } catch (IOException _) {
      // Nobody wants it any more.
    }
  }

  private static long drain(InputStream in) throws IOException {
    var piece = new byte[64 * 1_024];
    long all = 0;
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      all += read;
    }
    return all;
  }

  private static HttpRequest.Builder request(Standby standby, String target) {
    return HttpRequest.newBuilder(URI.create(standby.address() + target));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return caller.send(request.build(), BodyHandlers.ofString());
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int some = (int) Math.min(left, length);
      left -= some;
      return some;
    }
  }
}
