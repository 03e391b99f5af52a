package dev.ekiden.core.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Pause;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTests {
  private static final Instant DEATH = Instant.parse("2026-01-01T00:00:00Z");

  private static BackoffSpec spec(long initialMillis, double factor, long maxMillis) {
    return new BackoffSpec(Duration.ofMillis(initialMillis), factor, Duration.ofMillis(maxMillis));
  }

  @Test
  void the_first_death_costs_the_initial_delay() {
    assertThat(Backoff.after(BackoffSpec.DEFAULT, new Pause.None(), DEATH, DEATH))
        .isEqualTo(new Pause.Until(DEATH.plusSeconds(1), Duration.ofSeconds(1), 1));
  }

  @Test
  void the_default_grows_by_fifteen_percent_each_time_up_to_five_minutes() {
    Pause pause = new Pause.None();
    var death = DEATH;
    for (int deaths = 1; deaths <= 60; deaths++) {
      var next = Backoff.after(BackoffSpec.DEFAULT, pause, death, death);
      double exact = Math.min(300, Math.pow(1.15, deaths - 1));
      assertThat((double) next.delay().toMillis()).isBetween(exact * 990, exact * 1000 + 1);
      assertThat(next.deaths()).isEqualTo(deaths);
      assertThat(next.until()).isEqualTo(death.plus(next.delay()));
      pause = next;
      death = next.until().plusSeconds(1);
    }
  }

  @ParameterizedTest(name = "initial {0} ms, factor {1}, at most {2} ms, last {3} ms: next {4} ms")
  @CsvSource({
    "1000, 2, 60000, 1000, 2000",
    "1000, 2, 60000, 40000, 60000",
    "1000, 1, 60000, 1000, 1000",
    "0, 2, 60000, 0, 2",
    "1000, 2, 0, 0, 0",
    "1000, 1e300, 60000, 1000, 60000",
  })
  void a_further_death_multiplies_the_delay_up_to_the_maximum(
      long initial, double factor, long max, long last, long next) {
    var before = new Pause.Until(DEATH, Duration.ofMillis(last), 1);
    assertThat(Backoff.after(spec(initial, factor, max), before, DEATH, DEATH).delay())
        .isEqualTo(Duration.ofMillis(next));
  }

  @Test
  void the_initial_delay_is_at_most_the_maximum() {
    assertThat(Backoff.after(spec(5000, 2, 100), new Pause.None(), DEATH, DEATH).delay())
        .isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void deaths_are_forgotten_after_a_life_longer_than_the_maximum_beyond_the_pause() {
    var before = new Pause.Until(DEATH, Duration.ofSeconds(8), 4);
    var spec = spec(1000, 2, 60_000);
    assertThat(Backoff.after(spec, before, DEATH, DEATH.plusSeconds(60)).deaths()).isEqualTo(5);
    assertThat(Backoff.after(spec, before, DEATH, DEATH.plusMillis(60_001)))
        .isEqualTo(new Pause.Until(DEATH.plusMillis(61_001), Duration.ofSeconds(1), 1));
  }

  @Test
  void an_instance_that_got_further_sets_the_clock_but_not_the_delay() {
    var before = new Pause.Until(DEATH, Duration.ofSeconds(8), 4);
    var spec = spec(1000, 2, 60_000);
    var further = DEATH.plusSeconds(30);
    assertThat(Backoff.after(spec, before, further, further.plusSeconds(60)))
        .isEqualTo(new Pause.Until(further.plusSeconds(60 + 16), Duration.ofSeconds(16), 5));
    assertThat(Backoff.after(spec, before, further, further.plusMillis(60_001)).deaths())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "EXITED, true",
    "SIGNALED, true",
    "OUT_OF_MEMORY, true",
    "START_FAILED, true",
    "KILLED, false",
    "MACHINE_RESTARTED, false",
    "LOST, false"
  })
  void only_ends_of_its_own_making_delay_a_restart(End.Cause cause, boolean delays) {
    assertThat(cause.delaysRestart()).isEqualTo(delays);
  }
}
