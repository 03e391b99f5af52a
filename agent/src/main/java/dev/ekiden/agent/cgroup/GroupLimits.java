package dev.ekiden.agent.cgroup;

/**
 * What one group may use.
 *
 * @param memoryBytes hard; swap is off, so this is memory and swap together
 * @param pids processes and threads together
 */
public record GroupLimits(CpuLimit cpu, long memoryBytes, int pids) {
  private static final long MEBI = 1024L * 1024;
  private static final long SOFT_SHARE = 32;
  private static final int LEAST_IO_WEIGHT = 10;
  private static final int MOST_IO_WEIGHT = 1000;

  /**
   * @param cpuMillis thousandths of a core, at least 1
   * @param memMib at least 1
   */
  public static GroupLimits of(int cpuMillis, long memMib, int pids) {
    if (memMib < 1 || pids < 1) {
      throw new IllegalArgumentException(
          "memMib and pids must be at least 1: %d, %d".formatted(memMib, pids));
    }
    return new GroupLimits(CpuLimit.of(cpuMillis), Math.multiplyExact(memMib, MEBI), pids);
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
