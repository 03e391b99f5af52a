package dev.ekiden.core.pool;

import dev.ekiden.core.model.Resources;
import java.util.Arrays;

/**
 * How much is free on each agent, as plain numbers in arrays, with the most of each kind in every
 * block of 64 agents and every 64 blocks: where not even that is enough, nobody needs to look.
 * Agents that take no instances have less than nothing free.
 */
public final class Rooms {
  /** Processors, memory, disk, GPUs, ports: in this order in every array. */
  static final int KINDS = 5;

  private static final int LOG_BLOCK = 6;
  private static final long CLOSED = -1;

  private long[] free = {};

  /** One divided by the capacity, 0 where there is none. */
  private double[] unit = {};

  private long[] blocks = {};
  private long[] regions = {};

  /** What an instance needs, in the units of {@link Resources}. */
  public record Need(long cpuMillis, long memMib, long diskMib, long gpus, long ports) {
    public Need(Resources each, int ports) {
      this(each.cpuMillis(), each.memMib(), each.diskMib(), each.gpus(), ports);
    }
  }

  /** Whether it fits into what the pool has free there. */
  public boolean fits(int slot, Need need) {
    return fits(free, slot, need);
  }

  /** Whether it could fit on one of the 64 agents from slot {@code block * 64} on. */
  public boolean blockMayFit(int block, Need need) {
    return fits(blocks, block, need);
  }

  /** The same of the 64 blocks from {@code region * 64} on. */
  public boolean regionMayFit(int region, Need need) {
    return fits(regions, region, need);
  }

  /** Whether it could fit anywhere: asked of groups of agents, so "yes" may be wrong. */
  public boolean mayFit(Need need) {
    for (int region = 0; region * KINDS < regions.length; region++) {
      if (regionMayFit(region, need)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(long[] all, int index, Need need) {
    int at = index * KINDS;
    return all[at] >= need.cpuMillis
        && all[at + 1] >= need.memMib
        && all[at + 2] >= need.diskMib
        && all[at + 3] >= need.gpus
        && all[at + 4] >= need.ports;
  }

  public long freeCpuMillis(int slot) {
    return free[slot * KINDS];
  }

  public long freeMemMib(int slot) {
    return free[slot * KINDS + 1];
  }

  public long freeDiskMib(int slot) {
    return free[slot * KINDS + 2];
  }

  public long freeGpus(int slot) {
    return free[slot * KINDS + 3];
  }

  public long freePorts(int slot) {
    return free[slot * KINDS + 4];
  }

  /** How much of the agent such amounts are, of the kind that is shortest: 0 none, 1 all. */
  public double smallestShare(int slot, long cpuMillis, long memMib, long diskMib, long gpus) {
    int at = slot * KINDS;
    double least = 1;
    least = unit[at] == 0 ? least : Math.min(least, cpuMillis * unit[at]);
    least = unit[at + 1] == 0 ? least : Math.min(least, memMib * unit[at + 1]);
    least = unit[at + 2] == 0 ? least : Math.min(least, diskMib * unit[at + 2]);
    return unit[at + 3] == 0 ? least : Math.min(least, gpus * unit[at + 3]);
  }

  /** The same of what is left there after taking so much. */
  public double smallestShareAfter(int slot, Need need) {
    int at = slot * KINDS;
    return smallestShare(
        slot,
        free[at] - need.cpuMillis,
        free[at + 1] - need.memMib,
        free[at + 2] - need.diskMib,
        free[at + 3] - need.gpus);
  }

  void grow(int slots) {
    int blockCount = (slots + 63) >> LOG_BLOCK;
    if (blockCount * KINDS > blocks.length) {
      int roomier = Math.max(1, blockCount + (blockCount >> 1));
      free = grown(free, roomier << LOG_BLOCK);
      unit = Arrays.copyOf(unit, (roomier << LOG_BLOCK) * KINDS);
      blocks = grown(blocks, roomier);
      regions = grown(regions, (roomier + 63) >> LOG_BLOCK);
    }
  }

  private static long[] grown(long[] all, int count) {
    var next = Arrays.copyOf(all, count * KINDS);
    Arrays.fill(next, all.length, next.length, CLOSED);
    return next;
  }

  void capacity(int slot, Resources capacity) {
    int at = slot * KINDS;
    unit[at] = inverse(capacity.cpuMillis());
    unit[at + 1] = inverse(capacity.memMib());
    unit[at + 2] = inverse(capacity.diskMib());
    unit[at + 3] = inverse(capacity.gpus());
  }

  private static double inverse(long amount) {
    return amount == 0 ? 0 : 1.0 / amount;
  }

  void close(int slot) {
    for (int kind = 0; kind < KINDS; kind++) {
      set(slot, kind, CLOSED);
    }
  }

  void open(int slot, long cpuMillis, long memMib, long diskMib, long gpus, long ports) {
    set(slot, 0, cpuMillis);
    set(slot, 1, memMib);
    set(slot, 2, diskMib);
    set(slot, 3, gpus);
    set(slot, 4, ports);
  }

  private void set(int slot, int kind, long amount) {
    int at = slot * KINDS + kind;
    long before = free[at];
    if (before == amount) {
      return;
    }
    free[at] = amount;
    int block = slot >> LOG_BLOCK;
    long most = raised(free, blocks, slot, kind, before, amount);
    long blockBefore = blocks[block * KINDS + kind];
    if (most != blockBefore) {
      blocks[block * KINDS + kind] = most;
      regions[(block >> LOG_BLOCK) * KINDS + kind] =
          raised(blocks, regions, block, kind, blockBefore, most);
    }
  }

  /** The most of 64 entries after one of them went from {@code before} to {@code amount}. */
  private static long raised(
      long[] parts, long[] wholes, int part, int kind, long before, long amount) {
    int whole = part >> LOG_BLOCK;
    long most = wholes[whole * KINDS + kind];
    if (amount >= most) {
      return amount;
    }
    if (before < most) {
      return most;
    }
    long next = amount;
    int first = whole << LOG_BLOCK;
    int end = Math.min(first + 64, parts.length / KINDS);
    for (int i = first; i < end && next < most; i++) {
      next = Math.max(next, parts[i * KINDS + kind]);
    }
    return next;
  }
}
