package dev.ekiden.agent.cgroup;

/**
 * What one group may use.
 *
 * @param memoryBytes hard; swap is off, so this is memory and swap together
 * @param askedBytes of it, what the group is sure to get
 * @param pids processes and threads together
 */
public record GroupLimits(CpuLimit cpu, long memoryBytes, long askedBytes, int pids) {
  private static final long MEBI = 1024L * 1024;
  private static final long SOFT_SHARE = 32;
  private static final int LEAST_IO_WEIGHT = 10;
  private static final int MOST_IO_WEIGHT = 1000;

  /**
   * @param mostMemMib at least {@code memMib}, which is at least 1
   * @param pids at least 1
   */
  public static GroupLimits of(CpuLimit cpu, long memMib, long mostMemMib, int pids) {
    if (memMib < 1 || mostMemMib < memMib || pids < 1) {
      throw new IllegalArgumentException(
          "memMib and pids must be at least 1, mostMemMib at least memMib: %d, %d, %d"
              .formatted(memMib, pids, mostMemMib));
    }
    return new GroupLimits(
        cpu, Math.multiplyExact(mostMemMib, MEBI), Math.multiplyExact(memMib, MEBI), pids);
  }

  /** Limited to what it is sure to get. */
  public static GroupLimits of(int cpuMillis, long memMib, int pids) {
    return of(CpuLimit.of(cpuMillis), memMib, memMib, pids);
  }

  /**
   * When the whole machine is short of memory, the kernel takes it first from groups that hold more
   * than this. Only version 1 has it.
   */
  long reclaimedFirstAboveBytes() {
    return Math.min(askedBytes, softMemoryBytes());
  }

  /**
   * Above this the kernel takes memory back and slows allocations down, by about 60 ms per 256 KiB
   * at most when it is a thirty-second below the hard limit: a hint to collect garbage before the
   * end, and yet a program that leaks gigabytes still ends within seconds instead of hanging.
   */
  long softMemoryBytes() {
    return memoryBytes - memoryBytes / SOFT_SHARE;
  }

  /** Of 10 to 1000, where one core's worth is the kernel's default of 100. */
  int ioWeight() {
    return Math.clamp(cpu.cpuMillis() / 10, LEAST_IO_WEIGHT, MOST_IO_WEIGHT);
  }
}
