package dev.ekiden.agent.cgroup;

/**
 * A CPU limit as the kernel wants it: at most {@code quotaMicros} in each {@code periodMicros}, and
 * {@code shares} against the neighbours.
 *
 * @param cpuMillis thousandths of a core that the shares stand for
 */
public record CpuLimit(int cpuMillis, long quotaMicros, long periodMicros, long shares) {
  private static final long SHARES_PER_CORE = 1024;
  // The kernel refuses quotas below 1 ms (EINVAL) and periods above 1 s, and shares below 2.
  private static final long MIN_QUOTA_MICROS = 1000;
  private static final long PERIOD_MICROS = 100_000;
  private static final long LONG_PERIOD_MICROS = 1_000_000;
  private static final long MIN_SHARES = 2;
  private static final int MAX_WEIGHT = 10_000;

  /**
   * 1500 thousandths of a core at most are 150,000 of 100,000 µs; 5 are 5,000 of 1,000,000 µs.
   *
   * @param cpuMillis thousandths of a core against the neighbours, at least 1
   * @param mostMillis thousandths of a core when nobody else wants them, at least {@code cpuMillis}
   */
  public static CpuLimit of(int cpuMillis, int mostMillis) {
    if (cpuMillis < 1 || mostMillis < cpuMillis) {
      throw new IllegalArgumentException(
          "cpuMillis must be at least 1 and at most mostMillis: %d, %d"
              .formatted(cpuMillis, mostMillis));
    }
    var quota = mostMillis * (PERIOD_MICROS / 1000);
    var period = quota < MIN_QUOTA_MICROS ? LONG_PERIOD_MICROS : PERIOD_MICROS;
    var shares = Math.max(MIN_SHARES, cpuMillis * SHARES_PER_CORE / 1000);
    return new CpuLimit(cpuMillis, mostMillis * (period / 1000), period, shares);
  }

  /** The same with and without neighbours. */
  static CpuLimit of(int cpuMillis) {
    return of(cpuMillis, cpuMillis);
  }

  /** What version 2 has for shares: 1 to 10,000, where one core's worth is the default of 100. */
  int weight() {
    return Math.clamp(cpuMillis / 10, 1, MAX_WEIGHT);
  }

  /**
   * What may be saved up while idle and spent above the quota: one period's worth, the most that
   * the kernel allows. The average stays the limit; short peaks are not throttled.
   */
  long burstMicros() {
    return quotaMicros;
  }
}
