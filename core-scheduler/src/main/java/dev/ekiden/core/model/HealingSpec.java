package dev.ekiden.core.model;

/**
 * How unhealthy instances are replaced.
 *
 * @param startFirst whether the replacement serves before the unhealthy one is told to end, where
 *     there is room
 * @param atOnce replaced for their health at the same time, at most; 0: a fifth of all, at least
 *     one
 */
public record HealingSpec(boolean startFirst, int atOnce) {
  public static final HealingSpec DEFAULT = new HealingSpec(true, 0);

  /** Share of an app's instances that may be replaced for their health at the same time. */
  private static final double SHARE = 0.2;

  public HealingSpec {
    if (atOnce < 0) {
      throw new IllegalArgumentException("atOnce must not be negative: " + atOnce);
    }
  }

  /** Of {@code wanted} instances, so many may be replaced for their health at the same time. */
  public int limit(int wanted) {
    return atOnce > 0 ? atOnce : Math.max(1, (int) Math.ceil(wanted * SHARE));
  }
}
