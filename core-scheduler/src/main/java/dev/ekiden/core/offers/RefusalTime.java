package dev.ekiden.core.offers;

import java.time.Duration;

/** For how long a refused offer is not made again: Mesos' {@code refuse_seconds}. */
final class RefusalTime {
  private static final Duration DEFAULT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final double NANOS_PER_SECOND = 1e9;

  private RefusalTime() {}

  /** Negative or NaN stands for the default; zero: it may be made again at once. */
  static Duration of(double seconds) {
    if (Double.isNaN(seconds) || seconds < 0) {
      return DEFAULT;
    }
    return seconds >= LONGEST.toSeconds()
        ? LONGEST
        : Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
  }
}
