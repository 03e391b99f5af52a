package dev.ekiden.core.decide;

import dev.ekiden.core.state.App;
import java.time.Duration;
import java.time.Instant;

/** Versions of apps: times in milliseconds, always later than the one before. */
final class Versions {
  private static final Duration TICK = Duration.ofMillis(1);

  private Versions() {}

  static Instant after(Instant previous, Instant at) {
    return at.isAfter(previous) ? at : previous.plus(TICK);
  }

  static Instant after(App app, Instant at) {
    return after(app.version(), at);
  }
}
