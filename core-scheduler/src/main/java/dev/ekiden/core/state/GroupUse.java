package dev.ekiden.core.state;

import dev.ekiden.core.model.Resources;

/** Sums over the apps of a group: what they want, and what their live instances have. */
public final class GroupUse {
  static final GroupUse NOTHING = new GroupUse();

  private final Sum wanted = new Sum();
  private final Sum live = new Sum();

  /** Sums of amounts; each bounded by what an app may ask for, so that a long holds them. */
  public static final class Sum {
    private long cpuMillis;
    private long memMib;
    private long diskMib;
    private long gpus;
    private long instances;
    private long ports;

    void add(Resources each, int portsEach, long count) {
      cpuMillis += each.cpuMillis() * count;
      memMib += each.memMib() * count;
      diskMib += each.diskMib() * count;
      gpus += each.gpus() * count;
      instances += count;
      ports += portsEach * count;
    }

    public long cpuMillis() {
      return cpuMillis;
    }

    public long memMib() {
      return memMib;
    }

    public long diskMib() {
      return diskMib;
    }

    public long gpus() {
      return gpus;
    }

    public long instances() {
      return instances;
    }

    public long ports() {
      return ports;
    }

    public Resources resources() {
      return new Resources(cpuMillis, memMib, diskMib, gpus);
    }

    boolean isZero() {
      return cpuMillis == 0
          && memMib == 0
          && diskMib == 0
          && gpus == 0
          && instances == 0
          && ports == 0;
    }
  }

  /** If everything wanted ran; jobs count as if they ran now. */
  public Sum wanted() {
    return wanted;
  }

  /** What has been placed and has not ended. */
  public Sum live() {
    return live;
  }

  boolean isNothing() {
    return wanted.isZero() && live.isZero();
  }
}
