package dev.ekiden.core.supervise;

import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.state.Pause;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an app waits after an instance of it died. First time {@code initial}, then times {@code
 * factor} up to {@code max}; forgotten once it lived for longer than {@code max} beyond its last
 * pause (Marathon's rule).
 */
public final class Backoff {
  private Backoff() {}

  public static Pause.Until after(BackoffSpec spec, Pause before, Instant death) {
    return switch (before) {
      case Pause.None _ -> first(spec, death);
      case Pause.Until(var until, var delay, var deaths) -> {
        if (Duration.between(until, death).compareTo(spec.max()) > 0) {
          yield first(spec, death);
        }
        // At least a millisecond, so that a factor has something to work on.
        double millis = Math.max(1, delay.toMillis()) * spec.factor();
        var next = Duration.ofMillis((long) Math.min(millis, spec.max().toMillis()));
        yield new Pause.Until(death.plus(next), next, deaths + 1);
      }
    };
  }

  private static Pause.Until first(BackoffSpec spec, Instant death) {
    var delay = spec.initial().compareTo(spec.max()) < 0 ? spec.initial() : spec.max();
    return new Pause.Until(death.plus(delay), delay, 1);
  }
}
