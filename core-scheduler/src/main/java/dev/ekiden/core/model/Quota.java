package dev.ekiden.core.model;

/**
 * Hard limits of a project; {@link #UNLIMITED} stands for no limit.
 *
 * @param cpuMillis thousandths of a core over all instances
 * @param memMib MiB over all instances
 * @param instances how many may be wanted in all
 */
public record Quota(long cpuMillis, long memMib, long instances) {
  public static final long UNLIMITED = Long.MAX_VALUE;
  public static final Quota NONE = new Quota(UNLIMITED, UNLIMITED, UNLIMITED);

  public Quota {
    if (cpuMillis < 0 || memMib < 0 || instances < 0) {
      throw new IllegalArgumentException("a quota must not be negative");
    }
  }
}
