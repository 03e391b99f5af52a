package dev.ekiden.core.model;

import java.time.Duration;

/**
 * How a deployment of an app is watched.
 *
 * @param progressDeadline without any progress for so long a deployment has failed; zero: never
 * @param autoRollback whether a failed deployment leads back to the version before
 */
public record RolloutSpec(Duration progressDeadline, boolean autoRollback, Canary canary) {
  public static final RolloutSpec DEFAULT =
      new RolloutSpec(Duration.ofSeconds(600), true, Canary.NONE);

  public RolloutSpec {
    if (progressDeadline.isNegative()) {
      throw new IllegalArgumentException(
          "progressDeadline must not be negative: " + progressDeadline);
    }
  }
}
