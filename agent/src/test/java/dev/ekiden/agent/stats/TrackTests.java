package dev.ekiden.agent.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.cgroup.Pressure;
import dev.ekiden.agent.cgroup.Usage;
import dev.ekiden.core.wire.Answer.Sample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackTests {
  private static final long HOUR = 3_600_000;
  private final Track track = new Track("g", 3);

  private static Track.Look look(long millis, long cpuMillis) {
    var usage = new Usage(cpuMillis * 1_000_000, 0, 0, 0, 4096, 8192, 2, 0, 0);
    return new Track.Look(millis, usage, Optional.empty(), 0);
  }

  private List<Integer> cpus(long back, long now) {
    return track.samples(back, Optional.empty(), now, now).stream().map(Sample::cpuMillis).toList();
  }

  @Test
  void a_sample_tells_what_came_since_the_one_before() {
    var first = new Usage(1_500_000, 9_000_000, 10, 4, 1 << 20, 1 << 30, 3, 1024, 0);
    var second = new Usage(5_400_000, 30_999_999, 30, 9, 3 << 20, 4096, 5, 4096, 2048);
    track.add(new Track.Look(1000, first, Optional.of(new Pressure(1000, 2000, 3000)), 1));
    track.add(new Track.Look(11_000, second, Optional.of(new Pressure(5000, 9000, 3999)), 3));
    assertThat(track.samples(HOUR, Optional.empty(), 12_000, 500_000))
        .containsExactly(
            new Sample(499_000, 10_000, 4, 21, 20, 5, 3 << 10, 4, 5, 2, 3, 2, List.of(4, 7, 0)));
  }

  @Test
  void the_first_look_is_no_sample_and_the_oldest_make_room() {
    track.add(look(0, 0));
    assertThat(cpus(HOUR, 0)).isEmpty();
    for (int i = 1; i <= 5; i++) {
      track.add(look(i * 10_000, i * i));
    }
    assertThat(cpus(HOUR, 50_000)).containsExactly(5, 7, 9);
    assertThat(cpus(10_000, 50_000)).containsExactly(7, 9);
    assertThat(cpus(0, 59_000)).as("the newest one at least").containsExactly(9);
  }

  @Test
  void the_present_is_told_and_not_kept() {
    track.add(look(0, 0));
    var now = Optional.of(look(2000, 30));
    assertThat(track.samples(0, now, 2000, 2000)).extracting(Sample::cpuMillis).containsExactly(30);
    assertThat(track.samples(0, Optional.of(look(100, 30)), 100, 100))
        .as("too short a span tells chance")
        .isEmpty();
    track.add(look(10_000, 50));
    assertThat(cpus(HOUR, 10_000)).containsExactly(50);
  }

  @Test
  void what_is_over_stays_as_it_was() {
    track.add(look(0, 0));
    track.add(look(10_000, 5));
    track.end();
    track.add(look(20_000, 50));
    assertThat(cpus(HOUR, 20_000)).containsExactly(5);
    assertThat(track.samples(0, Optional.of(look(20_000, 50)), 20_000, 20_000))
        .extracting(Sample::cpuMillis)
        .containsExactly(5);
  }

  @Test
  void a_counter_that_begins_anew_counts_nothing() {
    track.add(look(0, 70));
    track.add(look(10_000, 5));
    assertThat(cpus(HOUR, 10_000)).containsExactly(0);
  }
}
