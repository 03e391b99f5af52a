package dev.ekiden.core.supervise;

import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import java.time.Duration;
import java.time.Instant;

/**
 * How long an app waits after an instance of it failed. First time {@code initial}, then times
 * {@code factor} up to {@code max}; forgotten once more than {@code max} has passed since the clock
 * was last set, which a pause's end does, and an instance that gets further on its way to running
 * (Marathon's rule).
 */
public final class Backoff {
  private Backoff() {}

  /** After the failure of this instance, as it was just before. */
  public static Pause.Until after(
      BackoffSpec spec, Pause before, Instance failed, Instant failure) {
    // Instances of a steady app set no clock: what it would say is known by the one that failed.
    var further =
        failed.condition() == Instance.Condition.STARTING ? failed.since() : failed.startedAt();
    return after(spec, before, further, failure);
  }

  /**
   * @param further when the one that failed last got further
   */
  static Pause.Until after(BackoffSpec spec, Pause before, Instant further, Instant failure) {
    return switch (before) {
      case Pause.None _ -> first(spec, failure);
      case Pause.Until(var until, var delay, var deaths) -> {
        var clock = further.isAfter(until) ? further : until;
        if (Duration.between(clock, failure).compareTo(spec.max()) > 0) {
          yield first(spec, failure);
        }
        // At least a millisecond, so that a factor has something to work on.
        double millis = Math.max(1, delay.toMillis()) * spec.factor();
        var next = Duration.ofMillis((long) Math.min(millis, spec.max().toMillis()));
        yield new Pause.Until(failure.plus(next), next, deaths + 1);
      }
    };
  }

  private static Pause.Until first(BackoffSpec spec, Instant failure) {
    var delay = spec.initial().compareTo(spec.max()) < 0 ? spec.initial() : spec.max();
    return new Pause.Until(failure.plus(delay), delay, 1);
  }
}
