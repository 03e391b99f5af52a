package dev.ekiden.api.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Answer.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsJsonTests {
  @Test
  void amounts_become_averages_and_shares() {
    var sample =
        new Sample(0, 10_000, 5_000, 2_500, 100, 25, 2_048, 1_024, 3, 1, 4, 8, List.of(100, 0, 1));
    assertThat(StatsJson.of(sample).toString())
        .isEqualTo(
            """
            {"at":"1970-01-01T00:00:00.000Z","seconds":10.0,"cpus":0.5,"throttledSeconds":2.5,\
            "throttled":0.25,"memoryBytes":2097152,"reclaimableBytes":1048576,"processes":3,\
            "oomKills":1,"readBytes":4096,"writtenBytes":8192,\
            "pressure":{"cpu":0.01,"memory":0.0,"io":1.0E-4}}\
            """);
  }

  @Test
  void what_is_not_counted_is_null_and_nothing_of_nothing_is_nothing() {
    var sample = new Sample(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    var json = StatsJson.of(sample);
    assertThat(json.get("pressure").isNull()).isTrue();
    assertThat(json.get("throttled").asDouble()).isZero();
  }
}
