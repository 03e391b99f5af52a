package dev.ekiden.core.model;

import java.time.Duration;

/**
 * How many instances of a new version go first, and what lets the others follow.
 *
 * @param instances that go first; 0: no canary
 * @param healthyFor how long they must serve before the rest follows by itself; zero: it follows
 *     only by hand
 */
public record Canary(int instances, Duration healthyFor) {
  public static final Canary NONE = new Canary(0, Duration.ZERO);

  public Canary {
    if (instances < 0 || healthyFor.isNegative()) {
      throw new IllegalArgumentException(
          "a canary must not be negative: " + instances + ", " + healthyFor);
    }
  }
}
