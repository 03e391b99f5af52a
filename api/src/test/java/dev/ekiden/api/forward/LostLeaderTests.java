package dev.ekiden.api.forward;

import static dev.ekiden.api.forward.ForwarderTests.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers of a standby see while the leader dies, hangs, changes or is not there. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
class LostLeaderTests {
  private static final String NOT_LEADING =
      "HTTP/1.1 503 Service Unavailable\r\nX-Ekiden-Not-Leading: master-1\r\nContent-Length: 0\r\n\r\n";

  private final HttpClient caller =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicReference<String> written = new AtomicReference<>("");
  private final AtomicInteger writes = new AtomicInteger();
  private final LoopbackServer successor =
      new LoopbackServer(
          exchange -> {
            written.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            writes.incrementAndGet();
            answer(exchange, 200, "the successor");
          });

  @AfterEach
  void hangUp() {
    caller.shutdownNow();
    successor.close();
  }

  @Test
  void a_request_waits_for_a_leader_to_be_elected() throws Exception {
    try (var standby = new Standby()) {
      var answer = later(write(standby, "{}"));
      standby.follow(successor.address());
      assertThat(answer.get().body()).isEqualTo("the successor");
      assertThat(written).hasValue("{}");
    }
  }

  @Test
  void without_a_leader_callers_are_told_to_come_back() throws Exception {
    try (var standby = new Standby()) {
      var marathons = later(write(standby, "{}")).get();
      assertThat(marathons.statusCode()).isEqualTo(503);
      assertThat(marathons.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(marathons.body()).startsWith("{\"message\":\"Leadership is changing");
      var ours = later(at(standby, "/v3/apps")).get();
      assertThat(ours.statusCode()).isEqualTo(503);
      assertThat(ours.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(ours.body()).contains("\"code\":\"unavailable\"");
    }
  }

  @Test
  void a_write_that_found_the_leader_dead_goes_to_the_next_one() throws Exception {
    var large = "x".repeat(RequestBody.SMALL + 1);
    for (var body : new String[] {"", "{}", large}) {
      try (var standby = Standby.of(nobody())) {
        var answer = later(write(standby, body));
        standby.follow(successor.address());
        assertThat(answer.get().body()).isEqualTo("the successor");
        assertThat(written).hasValue(body);
      }
    }
  }

  @Test
  void a_write_refused_by_who_does_not_lead_goes_to_who_does() throws Exception {
    var refused = new CountDownLatch(1);
    try (var former =
            new RawLeader(
                (in, out) -> {
                  in.readNBytes(2);
                  RawLeader.say(out, NOT_LEADING);
                  refused.countDown();
                });
        var standby = Standby.of(former.address())) {
      var answer = later(write(standby, "{}"));
      refused.await();
      standby.follow(successor.address());
      assertThat(answer.get().body()).isEqualTo("the successor");
      assertThat(written).hasValue("{}");
    }
  }

  @Test
  void a_write_is_never_sent_twice_if_the_leader_died_with_it() throws Exception {
    try (var dying = new RawLeader((in, _) -> in.readNBytes(2));
        var standby = Standby.of(dying.address())) {
      var answer = later(write(standby, "{}")).get();
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.body()).contains("may have happened or not");
      assertThat(dying.heads()).hasSize(1);
      var ours =
          later(at(standby, "/v3/projects/shop/quota").PUT(BodyPublishers.ofString("{}"))).get();
      assertThat(ours.statusCode()).isEqualTo(502);
      assertThat(ours.body()).contains("\"code\":\"outcome-unknown\"");
    }
  }

  @Test
  void a_read_is_asked_again_if_the_leader_died_with_it() throws Exception {
    var follow = new CompletableFuture<Standby>();
    try (var dying = new RawLeader((_, _) -> follow.join().follow(successor.address()));
        var standby = Standby.of(dying.address())) {
      follow.complete(standby);
      assertThat(later(at(standby, "/v2/apps")).get().body()).isEqualTo("the successor");
    }
  }

  @Test
  void a_read_is_given_up_if_every_leader_dies_with_it() throws Exception {
    try (var dying = new RawLeader((_, _) -> {});
        var standby = Standby.of(dying.address())) {
      assertThat(later(at(standby, "/v2/apps")).get().statusCode()).isEqualTo(502);
    }
  }

  @Test
  void a_leader_that_hangs_is_left_once_another_one_leads() throws Exception {
    var hanging = new CountDownLatch(2);
    var never = new CountDownLatch(1);
    try (var paused =
            new RawLeader(
                (_, _) -> {
                  hanging.countDown();
                  never.await();
                });
        var standby = Standby.of(paused.address())) {
      var reading = later(at(standby, "/v2/apps"));
      var writing = later(write(standby, "{}"));
      hanging.await();
      standby.follow(successor.address());
      assertThat(reading.get().body()).isEqualTo("the successor");
      assertThat(writing.get().statusCode()).isEqualTo(502);
      assertThat(writes).as("only the read").hasValue(1);
      never.countDown();
    }
  }

  @Test
  void an_upload_ends_if_its_leader_is_replaced_in_the_middle() throws Exception {
    var begun = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    try (var paused =
            new RawLeader(
                (in, out) -> {
                  RawLeader.say(out, "HTTP/1.1 100 Continue\r\n\r\n");
                  in.readNBytes(100_000);
                  begun.countDown();
                  never.await();
                });
        var standby = Standby.of(paused.address())) {
      var answer = later(write(standby, "x".repeat(20_000_000)));
      begun.await();
      standby.follow(successor.address());
      assertThat(answer.get().statusCode()).isEqualTo(502);
      assertThat(writes).hasValue(0);
      never.countDown();
    }
  }

  @Test
  void who_was_passed_a_request_and_does_not_lead_refuses_it() throws Exception {
    try (var second = Standby.of(successor.address());
        var first = Standby.of(second.address())) {
      second.handleBy(Forwarder::refuse);
      var answer = later(write(first, "{}")).get();
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(writes).hasValue(0);
    }
  }

  @Test
  void streams_are_sent_to_the_leaders_own_address() throws Exception {
    try (var standby = Standby.of(URI.create("https://localhost:9443"))) {
      standby.handleBy(Forwarder::redirect);
      var answer = later(at(standby, "/v2/events?event_type=a%20b&event_type=c")).get();
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location"))
          .hasValue("https://localhost:9443/v2/events?event_type=a%20b&event_type=c");
      assertThat(answer.headers().firstValue("X-Marathon-Leader"))
          .hasValue("https://localhost:9443");
    }
  }

  private static HttpRequest.Builder at(Standby standby, String target) {
    return HttpRequest.newBuilder(URI.create(standby.address() + target));
  }

  private static HttpRequest.Builder write(Standby standby, String body) {
    return at(standby, "/v2/apps").POST(BodyPublishers.ofString(body));
  }

  private CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
    return caller.sendAsync(request.build(), BodyHandlers.ofString());
  }

  /** An address where nobody listens. */
  private static URI nobody() throws IOException {
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }
  }
}
