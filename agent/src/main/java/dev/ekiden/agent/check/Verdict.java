package dev.ekiden.agent.check;

import dev.ekiden.core.wire.Check.Rhythm;
import dev.ekiden.core.wire.Held.Pulse;

/**
 * What one check has found so far. Pure.
 *
 * <p>UNKNOWN → HEALTHY at the first success; UNKNOWN or HEALTHY → UNHEALTHY at {@code maxFailures}
 * failures in a row, those within the grace period before the first success not counted; UNHEALTHY
 * → HEALTHY at the next success.
 */
record Verdict(Pulse pulse, int failures) {

  static Verdict starting(Pulse pulse) {
    return new Verdict(pulse, 0);
  }

  Verdict success() {
    return new Verdict(Pulse.HEALTHY, 0);
  }

  /**
   * @param ageMillis since the instance began to run
   */
  Verdict failure(Rhythm rhythm, long ageMillis) {
    if (pulse == Pulse.UNKNOWN && ageMillis < rhythm.graceMillis()) {
      return this;
    }
    var more = failures + 1;
    var over = rhythm.maxFailures() > 0 && more >= rhythm.maxFailures();
    return new Verdict(over ? Pulse.UNHEALTHY : pulse, more);
  }

  /** Looks each second at most while it is awaited, so that it gets its traffic soon. */
  long pauseMillis(Rhythm rhythm, long ageMillis) {
    var interval = Math.max(MIN_PAUSE_MILLIS, rhythm.intervalMillis());
    var awaited =
        pulse == Pulse.UNKNOWN && ageMillis < Math.max(rhythm.graceMillis(), AWAITED_MILLIS);
    return awaited ? Math.min(interval, AWAITED_PAUSE_MILLIS) : interval;
  }

  private static final long MIN_PAUSE_MILLIS = 100;
  private static final long AWAITED_PAUSE_MILLIS = 1000;
  private static final long AWAITED_MILLIS = 60_000;
}
