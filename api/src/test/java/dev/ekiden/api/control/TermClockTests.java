package dev.ekiden.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The leader's time, on clocks that a test turns. */
class TermClockTests {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private long nanos;
  private long wall = NOON.toEpochMilli();

  private TermClock clock(Instant earliest) {
    return new TermClock(earliest, () -> nanos, () -> wall);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    wall += time.toMillis();
  }

  @Test
  void it_goes_with_the_wall_clock() {
    var clock = clock(Instant.EPOCH);
    pass(Duration.ofSeconds(5));
    assertThat(clock.read()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void it_begins_no_earlier_than_its_predecessor_ended() {
    var later = NOON.plusSeconds(90);
    assertThat(clock(later).read()).isEqualTo(later);
  }

  @Test
  void a_jump_of_an_hour_forward_ends_no_pause() {
    var clock = clock(Instant.EPOCH);
    wall += HOUR;
    assertThat(clock.read()).isEqualTo(NOON);
    pass(Duration.ofSeconds(10));
    assertThat(clock.read()).isEqualTo(NOON.plusSeconds(11));
  }

  @Test
  void a_jump_of_an_hour_back_makes_it_slower_and_never_goes_back() {
    var clock = clock(Instant.EPOCH);
    wall -= HOUR;
    assertThat(clock.read()).isEqualTo(NOON);
    pass(Duration.ofSeconds(10));
    assertThat(clock.read()).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void it_finds_back_to_the_wall_clock() {
    var clock = clock(NOON.plusSeconds(60));
    for (int i = 0; i < 120; i++) {
      pass(Duration.ofSeconds(10));
      clock.read();
    }
    assertThat(clock.read()).isEqualTo(Instant.ofEpochMilli(wall));
  }
}
