package dev.ekiden.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check.Rhythm;
import dev.ekiden.core.wire.Held.Pulse;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTests {
  private static final Rhythm RHYTHM = new Rhythm(10_000, 5000, 1000, 3);
  private static final Verdict NEW = Verdict.starting(Pulse.UNKNOWN);

  @Test
  void failures_within_grace_do_not_count() {
    assertThat(NEW.failure(RHYTHM, 9999)).isEqualTo(NEW);
    assertThat(NEW.failure(RHYTHM, 10_000)).isEqualTo(new Verdict(Pulse.UNKNOWN, 1));
  }

  @Test
  void the_first_success_ends_the_grace() {
    var verdict = NEW.success().failure(RHYTHM, 100).failure(RHYTHM, 200);
    assertThat(verdict).isEqualTo(new Verdict(Pulse.HEALTHY, 2));
    assertThat(verdict.failure(RHYTHM, 300)).isEqualTo(new Verdict(Pulse.UNHEALTHY, 3));
  }

  @Test
  void a_success_starts_the_count_again_and_heals() {
    var ill = new Verdict(Pulse.UNHEALTHY, 5);
    assertThat(ill.success()).isEqualTo(new Verdict(Pulse.HEALTHY, 0));
    assertThat(new Verdict(Pulse.HEALTHY, 2).success().failures()).isZero();
  }

  @Test
  void zero_failures_allowed_means_never_unhealthy() {
    var verdict = NEW.success();
    for (int i = 0; i < 100; i++) {
      verdict = verdict.failure(new Rhythm(0, 1000, 1000, 0), 1000);
    }
    assertThat(verdict.pulse()).isEqualTo(Pulse.HEALTHY);
  }

  @Test
  void it_looks_often_until_the_first_success() {
    assertThat(NEW.pauseMillis(RHYTHM, 0)).isEqualTo(1000);
    assertThat(NEW.success().pauseMillis(RHYTHM, 0)).isEqualTo(5000);
  }

  @Test
  void all_checks_must_pass_and_one_may_fail_it() {
    assertThat(Checking.overall(List.of(Pulse.HEALTHY, Pulse.UNKNOWN))).isEqualTo(Pulse.UNKNOWN);
    assertThat(Checking.overall(List.of(Pulse.HEALTHY, Pulse.HEALTHY))).isEqualTo(Pulse.HEALTHY);
    assertThat(Checking.overall(List.of(Pulse.UNHEALTHY, Pulse.UNKNOWN)))
        .isEqualTo(Pulse.UNHEALTHY);
  }
}
