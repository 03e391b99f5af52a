package dev.ekiden.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTests {
  private static final DateTimeFormatter MARATHON =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2024-02-29T23:59:59.999999999Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59.001Z"
      })
  void writes_times_as_marathon_does_at_the_edges(String at) {
    assertThat(Json.time(Instant.parse(at))).isEqualTo(MARATHON.format(Instant.parse(at)));
  }

  @Test
  void writes_any_time_as_marathon_does() {
    var random = new SplittableRandom(4);
    for (int n = 0; n < 10_000; n++) {
      var at =
          Instant.ofEpochSecond(
              random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
      assertThat(Json.time(at)).isEqualTo(MARATHON.format(at));
    }
  }
}
