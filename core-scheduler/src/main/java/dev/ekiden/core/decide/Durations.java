package dev.ekiden.core.decide;

import java.time.Duration;

/** Lengths of time in sentences. */
final class Durations {
  private Durations() {}

  /**
   * In minutes if that is exact, else in seconds: {@code 5 minutes}, {@code 1 minute}, {@code 90
   * s}.
   */
  static String words(Duration time) {
    if (time.toMillis() % 60_000 != 0 || time.isZero()) {
      return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
    return time.toMinutes() == 1 ? "1 minute" : time.toMinutes() + " minutes";
  }
}
