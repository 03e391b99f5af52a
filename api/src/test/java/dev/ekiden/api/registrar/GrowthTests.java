package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowthTests {
  private static final Duration MOMENT = Duration.ofSeconds(10);
  private static final Duration WHILE = Duration.ofMinutes(5);
  private static final Duration DAY = Duration.ofDays(1);
  private static final long MIB = 1 << 20;

  @Test
  void nothing_new_is_never_worth_a_snapshot() {
    assertThat(new Growth(0, 0, DAY).enough(0)).isFalse();
  }

  @Test
  void a_little_waits_for_hours() {
    assertThat(new Growth(1, 100, WHILE).enough(0)).isFalse();
    assertThat(new Growth(1, 100, DAY).enough(0)).isTrue();
  }

  @Test
  void many_batches_or_bytes_are_worth_one_but_not_at_once() {
    assertThat(new Growth(100_000, MIB, WHILE).enough(0)).isTrue();
    assertThat(new Growth(10, 64 * MIB, WHILE).enough(0)).isTrue();
    assertThat(new Growth(100_000, 64 * MIB, MOMENT).enough(0)).isFalse();
  }

  @Test
  void a_large_state_is_written_only_after_as_much_journal() {
    assertThat(new Growth(10, 64 * MIB, WHILE).enough(300 * MIB)).isFalse();
    assertThat(new Growth(10, 300 * MIB, WHILE).enough(300 * MIB)).isTrue();
  }

  @Test
  void a_flood_does_not_wait() {
    assertThat(new Growth(10, 1_024 * MIB, MOMENT).enough(0)).isTrue();
    assertThat(new Growth(10, 1_024 * MIB, MOMENT).enough(800 * MIB)).isFalse();
  }
}
