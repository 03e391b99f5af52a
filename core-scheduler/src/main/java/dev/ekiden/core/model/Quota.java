package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * Hard limits of a group and its standing among others; {@link #UNLIMITED} stands for no limit.
 *
 * @param cpuMillis thousandths of a core over all instances
 * @param memMib MiB of memory over all instances
 * @param diskMib MiB of disk over all instances
 * @param gpus devices over all instances
 * @param instances how many may be wanted in all
 * @param ports host ports over all instances
 * @param weight share that it may expect when room is short, beside others'; above 0
 * @param ceiling highest priority that its apps may have
 */
public record Quota(
    long cpuMillis,
    long memMib,
    long diskMib,
    long gpus,
    long instances,
    long ports,
    double weight,
    Priority ceiling) {
  public static final long UNLIMITED = Long.MAX_VALUE;
  public static final Quota NONE = new Quota(UNLIMITED, UNLIMITED, UNLIMITED);

  public Quota {
    if (cpuMillis < 0 || memMib < 0 || diskMib < 0 || gpus < 0 || instances < 0 || ports < 0) {
      throw new IllegalArgumentException("a quota must not be negative");
    }
    if (!(weight > 0 && weight <= 1_000_000)) {
      throw new IllegalArgumentException("a weight must be above 0, to 1000000: " + weight);
    }
  }

  /** Limits of the three that matter most; none on the others. */
  public Quota(long cpuMillis, long memMib, long instances) {
    this(cpuMillis, memMib, UNLIMITED, UNLIMITED, instances, UNLIMITED, 1, Priority.PRODUCTION);
  }

  /** Journals once held three limits only. */
  @JsonCreator
  static Quota read(
      long cpuMillis,
      long memMib,
      @Nullable Long diskMib,
      @Nullable Long gpus,
      long instances,
      @Nullable Long ports,
      @Nullable Double weight,
      @Nullable Priority ceiling) {
    return new Quota(
        cpuMillis,
        memMib,
        diskMib == null ? UNLIMITED : diskMib,
        gpus == null ? UNLIMITED : gpus,
        instances,
        ports == null ? UNLIMITED : ports,
        weight == null ? 1 : weight,
        ceiling == null ? Priority.PRODUCTION : ceiling);
  }

  /** Whether nothing is limited, whatever its weight and ceiling. */
  public boolean unlimited() {
    return cpuMillis == UNLIMITED
        && memMib == UNLIMITED
        && diskMib == UNLIMITED
        && gpus == UNLIMITED
        && instances == UNLIMITED
        && ports == UNLIMITED;
  }
}
