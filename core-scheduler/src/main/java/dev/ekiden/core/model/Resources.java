package dev.ekiden.core.model;

/**
 * An amount of the things that agents share out.
 *
 * @param cpuMillis thousandths of a core
 * @param memMib MiB of memory
 * @param diskMib MiB of disk
 * @param gpus whole devices
 */
public record Resources(long cpuMillis, long memMib, long diskMib, long gpus) {
  public static final Resources NONE = new Resources(0, 0, 0, 0);

  public Resources {
    if (cpuMillis < 0 || memMib < 0 || diskMib < 0 || gpus < 0) {
      throw new IllegalArgumentException(
          "resources must not be negative: %dm, %d MiB, %d MiB, %d GPUs"
              .formatted(cpuMillis, memMib, diskMib, gpus));
    }
  }

  /** Without GPUs, as nearly always. */
  public Resources(long cpuMillis, long memMib, long diskMib) {
    this(cpuMillis, memMib, diskMib, 0);
  }

  /** The sum; beyond what a long holds, the most that it holds, so that no limit is slipped by. */
  public Resources plus(Resources other) {
    return new Resources(
        sum(cpuMillis, other.cpuMillis),
        sum(memMib, other.memMib),
        sum(diskMib, other.diskMib),
        sum(gpus, other.gpus));
  }

  /** So many times this, bounded like {@link #plus}; {@code count} at least 0. */
  public Resources times(int count) {
    return new Resources(
        product(cpuMillis, count),
        product(memMib, count),
        product(diskMib, count),
        product(gpus, count));
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private static long product(long one, int count) {
    return count > 0 && one > Long.MAX_VALUE / count ? Long.MAX_VALUE : one * count;
  }

  /** What is left of this after {@code taken}, never below zero. */
  public Resources without(Resources taken) {
    return new Resources(
        Math.max(0, cpuMillis - taken.cpuMillis),
        Math.max(0, memMib - taken.memMib),
        Math.max(0, diskMib - taken.diskMib),
        Math.max(0, gpus - taken.gpus));
  }

  /** The processors and the memory of another amount, the rest as here. */
  public Resources resized(Resources other) {
    return new Resources(other.cpuMillis, other.memMib, diskMib, gpus);
  }

  /** Of each kind the larger amount. */
  public Resources atLeast(Resources other) {
    return new Resources(
        Math.max(cpuMillis, other.cpuMillis),
        Math.max(memMib, other.memMib),
        Math.max(diskMib, other.diskMib),
        Math.max(gpus, other.gpus));
  }

  /** Whether an amount of {@code needed} can be taken from this. */
  public boolean covers(Resources needed) {
    return cpuMillis >= needed.cpuMillis
        && memMib >= needed.memMib
        && diskMib >= needed.diskMib
        && gpus >= needed.gpus;
  }
}
