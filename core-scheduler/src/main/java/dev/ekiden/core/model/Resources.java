package dev.ekiden.core.model;

/**
 * An amount of the things that agents share out.
 *
 * @param cpuMillis thousandths of a core
 * @param memMib MiB of memory
 * @param diskMib MiB of disk
 */
public record Resources(long cpuMillis, long memMib, long diskMib) {
  public static final Resources NONE = new Resources(0, 0, 0);

  public Resources {
    if (cpuMillis < 0 || memMib < 0 || diskMib < 0) {
      throw new IllegalArgumentException(
          "resources must not be negative: " + cpuMillis + "m, " + memMib + " MiB, " + diskMib);
    }
  }

  public Resources plus(Resources other) {
    return new Resources(
        cpuMillis + other.cpuMillis, memMib + other.memMib, diskMib + other.diskMib);
  }

  public Resources times(int count) {
    return new Resources(cpuMillis * count, memMib * count, diskMib * count);
  }

  /** What is left of this after {@code taken}, never below zero. */
  public Resources without(Resources taken) {
    return new Resources(
        Math.max(0, cpuMillis - taken.cpuMillis),
        Math.max(0, memMib - taken.memMib),
        Math.max(0, diskMib - taken.diskMib));
  }
}
