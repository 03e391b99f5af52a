package dev.ekiden.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What instances use, keep and write, as those see it who may see their app. */
@EndToEnd
class OnDemandIT {
  private static final String APP = "/shop/seen";
  private static final JsonMapper JSON = new JsonMapper();

  /** Counts aloud, keeps some files, and says good-bye when it is told to. */
  private static final String COUNTS =
      "mkdir d; echo content >d/file; ln -s /etc/passwd out; trap 'echo bye; exit 0' TERM;"
          + " i=0; while :; do i=$((i+1)); echo line $i; sleep 0.1; done";

  private final Api vera = Api.as("vera");
  private final Api bob = Api.as("bob");
  private String instance;

  @BeforeEach
  void deploy() {
    Apps.deploy(Apps.shell(APP, COUNTS).put("instances", 2));
    instance = "/v3/instances/" + Apps.instances(APP).getFirst().id();
  }

  @AfterEach
  void clear() {
    Apps.delete(APP);
    Apps.delete("/shop/loud");
    Apps.delete("/shop/late");
  }

  @Test
  void stats_of_one_and_of_all() {
    var current =
        Eventually.get(
            "a sample",
            () -> {
              var now = vera.get(instance + "/stats?seconds=60").expect(200).get("current");
              assertThat(now.get("seconds").asDouble()).isPositive();
              return now;
            });
    assertThat(current.get("memoryBytes").asLong()).isBetween(1L << 16, 64L << 20);
    assertThat(current.get("cpus").asDouble()).isBetween(0.0, 0.5);
    assertThat(current.get("processes").asInt()).isPositive();
    var all = vera.get("/v3/apps" + APP + "/stats").expect(200);
    assertThat(all.get("instances").size()).isEqualTo(2);
    assertThat(all.get("missing").size()).isZero();
    assertThat(vera.get(instance + "/stats?seconds=3601").status()).isEqualTo(400);
  }

  @Test
  void files_are_listed_and_downloaded_and_lead_nowhere_else() throws IOException {
    var page = vera.get(instance + "/files").expect(200);
    assertThat(page.get("entries").findValuesAsString("name")).contains("d", "out");
    var first = vera.get(instance + "/files?limit=1").expect(200);
    assertThat(first.get("next").asString()).isEqualTo("d");
    assertThat(
            vera.get(instance + "/files?limit=1&after=d")
                .expect(200)
                .get("entries")
                .findValuesAsString("name"))
        .containsExactly("out");
    var file = vera.open(instance + "/files/content?path=d/file");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Length")).contains("8");
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"file\"");
    assertThat(new String(file.body().readAllBytes(), UTF_8)).isEqualTo("content\n");
    assertThat(vera.get(instance + "/files/content?path=d/file&offset=3&length=2").text())
        .isEqualTo("te");
    var rest = vera.open(instance + "/files/content?path=d/file", "Range", "bytes=3-");
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.headers().firstValue("Content-Range")).contains("bytes 3-7/8");
    assertThat(new String(rest.body().readAllBytes(), UTF_8)).isEqualTo("tent\n");
    var beyond = vera.open(instance + "/files/content?path=d/file", "Range", "bytes=8-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(vera.get(instance + "/files/content?path=out").status()).isEqualTo(400);
    assertThat(vera.get(instance + "/files/content?path=../run.json").status()).isEqualTo(400);
    assertThat(vera.get(instance + "/files/content?path=d").status()).isEqualTo(400);
    var nothing = vera.get(instance + "/files?path=nothing").expect(404);
    assertThat(nothing.get("code").asString()).isEqualTo("not-found");
  }

  @Test
  void whoever_may_not_see_the_app_sees_nothing_of_it() {
    for (var path :
        List.of(
            instance + "/stats",
            instance + "/files",
            instance + "/files/content?path=d/file",
            instance + "/log/lines",
            instance + "/log/follow",
            "/v3/apps" + APP + "/stats",
            "/v3/apps" + APP + "/log/lines",
            "/v3/apps" + APP + "/log/follow")) {
      assertThat(bob.get(path).status()).as(path).isEqualTo(404);
      assertThat(Api.nobody().get(path).status()).as(path).isEqualTo(401);
    }
  }

  @Test
  void lines_in_a_range_and_lines_that_match() {
    var lines =
        Eventually.get(
            "some lines",
            () -> {
              var now = vera.get(instance + "/log/lines?offset=0").expect(200);
              assertThat(now.get("lines").size()).isGreaterThan(12);
              return now.get("lines");
            });
    var from = lines.get(3).get("offset").asLong();
    var to = lines.get(6).get("offset").asLong();
    var range = vera.get(instance + "/log/lines?offset=%d&end=%d".formatted(from, to)).expect(200);
    assertThat(range.get("lines").findValuesAsString("text"))
        .containsExactly("line 4", "line 5", "line 6");
    assertThat(range.get("next").asLong()).isEqualTo(to);
    var some = vera.get(instance + "/log/lines?offset=0&match=ne%20.1$&limit=1").expect(200);
    assertThat(some.get("lines").findValuesAsString("text")).containsExactly("line 11");
    var broken = vera.get(instance + "/log/lines?match=(").expect(400);
    assertThat(broken.get("detail").asString()).contains("RE2");
  }

  @Test
  void the_lines_of_all_instances_in_the_order_of_time() {
    var path = "/v3/apps" + APP + "/log/lines?match=line%20%5B1-3%5D$";
    var all =
        Eventually.get(
            "three lines of each",
            () -> {
              var now = vera.get(path).expect(200);
              assertThat(now.get("lines").size()).isEqualTo(6);
              return now;
            });
    assertThat(all.get("missing").size()).isZero();
    assertThat(all.get("next").isNull()).isTrue();
    assertThat(all.get("lines").findValuesAsString("at")).isSorted();
    assertThat(new HashSet<>(all.get("lines").findValuesAsString("instance"))).hasSize(2);
    var first = vera.get(path + "&limit=2").expect(200);
    assertThat(first.get("lines").size()).isLessThanOrEqualTo(2);
    var rest = vera.get(path + "&since=" + first.get("next").asString()).expect(200);
    var texts = new ArrayList<JsonNode>();
    first.get("lines").forEach(texts::add);
    rest.get("lines").forEach(texts::add);
    assertThat(texts).isEqualTo(List.copyOf(all.get("lines").values()));
    assertThat(vera.get("/v3/apps" + APP + "/log/lines?match=(").status()).isEqualTo(400);
    assertThat(vera.get("/v3/apps" + APP + "/log/lines?limit=0").status()).isEqualTo(400);
  }

  @Test
  void all_instances_are_followed_in_one_stream_to_their_end() throws Exception {
    var instances = new HashSet<String>();
    try (var events = new Events(vera.open("/v3/apps" + APP + "/log/follow?match=line%7Cbye"))) {
      while (instances.size() < 2) {
        var event = events.next();
        assertThat(event.name()).isEqualTo("line");
        instances.add(event.data().get("instance").asString());
      }
      var one = instances.iterator().next();
      try (var alone = new Events(vera.open("/v3/instances/" + one + "/log/follow?offset=0"))) {
        assertThat(alone.next().data().get("text").asString()).isEqualTo("line 1");
        Api.as("alice").delete("/v2/apps" + APP).expect(200);
        var last = alone.last();
        assertThat(last.getLast().name()).isEqualTo("end");
        assertThat(last.getLast().data().get("again").asBoolean()).isFalse();
        assertThat(last.stream().map(event -> event.data().path("text").asString("")))
            .contains("bye");
      }
      var all = events.last();
      assertThat(all.stream().filter(it -> it.name().equals("end")).toList())
          .as("each instance's and the stream's")
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void a_reader_who_reads_nothing_holds_up_nobody() throws Exception {
    var floods = "while :; do echo " + "x".repeat(1000) + "; done";
    Apps.deploy(Apps.shell("/shop/loud", floods));
    var loud = Apps.instances("/shop/loud").getFirst().id();
    var deaf = new ArrayList<InputStream>();
    for (int i = 0; i < 40; i++) {
      deaf.add(vera.open("/v3/instances/" + loud + "/log/follow?offset=0").body());
    }
    // Orders, reports, other readers: all of it goes on.
    Apps.deploy(Apps.shell("/shop/late", "exec sleep 1000"));
    assertThat(vera.get("/v3/instances/" + loud + "/stats?seconds=0").status()).isEqualTo(200);
    assertThat(vera.get(instance + "/log/lines").expect(200).get("lines").size()).isPositive();
    Apps.delete("/shop/late");
    for (var stream : deaf) {
      stream.close();
    }
  }

  /** Server-sent events one after the other. */
  private static final class Events implements AutoCloseable {
    private final BufferedReader reader;

    Events(HttpResponse<InputStream> answer) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      reader = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    private record Event(String name, JsonNode data) {}

    Event next() throws IOException {
      return tryNext().orElseThrow(() -> new AssertionError("the stream has ended"));
    }

    /** All that come until the stream ends. */
    List<Event> last() throws IOException {
      var events = new ArrayList<Event>();
      for (var event = tryNext(); event.isPresent(); event = tryNext()) {
        events.add(event.get());
      }
      return events;
    }

    private Optional<Event> tryNext() throws IOException {
      var name = "";
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          return Optional.of(new Event(name, JSON.readTree(line.substring("data: ".length()))));
        }
      }
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
