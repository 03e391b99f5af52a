package dev.ekiden.core.place;

import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Spreading;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Rooms;
import java.util.BitSet;
import java.util.List;

/**
 * What a search sees when it looks at one agent: whether one more instance fits beside those that
 * are there and those that it has placed itself, and how good a place that would be.
 */
final class Look {
  /** Rating of an agent that cannot take one more instance. */
  static final long REFUSES = Long.MAX_VALUE;

  private static final int SHARE_BITS = 27;
  private static final int COUNT_BITS = 20;
  private static final int WORST_SHARE = (1 << SHARE_BITS) - 1;
  private static final int MOST_COUNTED = (1 << COUNT_BITS) - 1;

  /** Prime step by which the search for a free port moves on, so that ports are not reused soon. */
  private static final long PORT_STRIDE = 31;

  private final Pool pool;
  private final Rooms rooms;
  private final Resources each;
  private final Rooms.Need need;
  private final List<Integer> ports;
  private final int[] fixed;
  private final boolean packs;
  private final IntCounts placed;
  private final int mostPerAgent;
  private final List<Rules.AgentWish> wishes;
  private final long number;
  private final BitSet credited = new BitSet(0);
  final Overlay overlay = new Overlay();

  Look(Pool pool, Ask ask, Rules rules, IntCounts placed, long number) {
    this.pool = pool;
    this.rooms = pool.rooms();
    this.each = ask.each();
    this.ports = ask.ports();
    this.need = new Rooms.Need(each, ports.size());
    this.fixed = ask.fixedPorts();
    this.packs = ask.spreading() == Spreading.PACK;
    this.placed = placed;
    this.mostPerAgent = rules.mostPerAgent();
    this.wishes = rules.agentWishes();
    this.number = number;
  }

  boolean blockMayFit(int block) {
    return rooms.blockMayFit(block, need) || credited.get(block);
  }

  boolean regionMayFit(int region) {
    return rooms.regionMayFit(region, need) || !credited.isEmpty();
  }

  /** Whether anybody could have room; a full cluster is seen in no time. */
  boolean anyMayFit() {
    for (int region = 0; region << 12 < pool.slots(); region++) {
      if (regionMayFit(region)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How good a place the agent is, lower is better: wishes not met, then few of the app, then much
   * room, or else little room; {@link #REFUSES} if it cannot take one more.
   */
  long rate(int slot) {
    int entry = overlay.find(slot);
    if (entry >= 0) {
      return rateTouched(slot, entry);
    }
    int count = placed.get(slot);
    return rooms.fits(slot, need) && count < mostPerAgent && fixedAreFree(slot)
        ? rated(count, rooms.smallestShareAfter(slot, need))
        : REFUSES;
  }

  private long rateTouched(int slot, int entry) {
    int here = overlay.here(entry);
    int count = placed.get(slot) + here;
    long cpuMillis = free(slot, 0) - need.cpuMillis();
    long memMib = free(slot, 1) - need.memMib();
    long diskMib = free(slot, 2) - need.diskMib();
    long gpus = free(slot, 3) - need.gpus();
    boolean fits =
        (cpuMillis | memMib | diskMib | gpus) >= 0
            && !overlay.excluded(entry)
            && freePorts(slot) >= need.ports()
            && count < mostPerAgent
            && (fixed.length == 0 || (here == 0 && fixedAreFree(slot)));
    return fits
        ? rated(count, rooms.smallestShare(slot, cpuMillis, memMib, diskMib, gpus))
        : REFUSES;
  }

  private long rated(int count, double left) {
    long share = (long) (left * WORST_SHARE);
    long unmet = 0;
    for (int i = 0; i < wishes.size(); i++) {
      unmet += count < wishes.get(i).most() ? 0 : wishes.get(i).weight();
    }
    return packs
        ? unmet << (SHARE_BITS + COUNT_BITS) | share
        : unmet << (SHARE_BITS + COUNT_BITS)
            | (long) Math.min(count, MOST_COUNTED) << SHARE_BITS
            | (WORST_SHARE - share);
  }

  private boolean fixedAreFree(int slot) {
    return fixed.length == 0 || missingPort(slot) < 0;
  }

  /** The first of the fixed ports that cannot be had, -1 if all can. */
  int missingPort(int slot) {
    int entry = overlay.find(slot);
    boolean taken = entry >= 0 && overlay.here(entry) > 0;
    var book = pool.ports(slot);
    for (int i = 0; i < fixed.length; i++) {
      if (taken || !book.isFree(fixed[i]) || twice(i)) {
        return fixed[i];
      }
    }
    return -1;
  }

  private boolean twice(int index) {
    for (int i = 0; i < index; i++) {
      if (fixed[i] == fixed[index]) {
        return true;
      }
    }
    return false;
  }

  /** What this search may still use: kinds are CPU, memory, disk, GPUs. */
  long free(int slot, int kind) {
    int entry = overlay.find(slot);
    long all =
        switch (kind) {
          case 0 -> rooms.freeCpuMillis(slot);
          case 1 -> rooms.freeMemMib(slot);
          case 2 -> rooms.freeDiskMib(slot);
          default -> rooms.freeGpus(slot);
        };
    return entry < 0
        ? all
        : Math.max(0, all + overlay.credit(entry, kind) - amount(each, kind) * overlay.here(entry));
  }

  private static long amount(Resources all, int kind) {
    return switch (kind) {
      case 0 -> all.cpuMillis();
      case 1 -> all.memMib();
      case 2 -> all.diskMib();
      default -> all.gpus();
    };
  }

  long freePorts(int slot) {
    int entry = overlay.find(slot);
    long all = rooms.freePorts(slot);
    return entry < 0 ? all : all - need.ports() * overlay.here(entry);
  }

  /** Instances of the app on the agent. */
  int count(int slot) {
    int entry = overlay.find(slot);
    return placed.get(slot) + (entry < 0 ? 0 : overlay.here(entry));
  }

  int mostPerAgent() {
    return mostPerAgent;
  }

  /** Whether an agent gets worse by each instance, so that the search had better move on. */
  boolean rotates() {
    return !packs || !wishes.isEmpty();
  }

  /** Memory free for this search: what decides between agents that are rated the same. */
  long memMib(int slot) {
    return free(slot, 1);
  }

  /** Which of two that are rated the same is better: by memory, then by id. */
  boolean isBetter(int slot, long memMib, int other, long othersMemMib) {
    if (memMib != othersMemMib) {
      return packs ? memMib < othersMemMib : memMib > othersMemMib;
    }
    return pool.rank(slot) < pool.rank(other);
  }

  /** Notes one instance on the agent and chooses its ports. */
  Placement.Spot take(int slot) {
    int entry = overlay.touch(slot);
    var given = ports.isEmpty() ? List.<Integer>of() : choose(slot, entry);
    overlay.place(entry);
    return new Placement.Spot(pool.spec(slot).id(), slot, given);
  }

  private List<Integer> choose(int slot, int entry) {
    var chosen = new Integer[ports.size()];
    for (int i = 0; i < chosen.length; i++) {
      int port = ports.get(i);
      chosen[i] = port != 0 ? port : nextPort(slot, entry);
    }
    return chosen.length == 1 ? List.of(chosen[0]) : List.of(chosen);
  }

  /** Walks on from where the last port of this search was, so none is met twice. */
  private int nextPort(int slot, int entry) {
    var book = pool.ports(slot);
    int cursor = overlay.cursor(entry);
    if (cursor < 0) {
      cursor = (int) Math.floorMod(number * PORT_STRIDE, (long) book.size());
    }
    while (true) {
      int found = book.nextFree(cursor);
      if (found < 0) {
        throw new IllegalStateException("no port is left on " + pool.spec(slot).id());
      }
      cursor = found + 1 == book.size() ? 0 : found + 1;
      int port = book.port(found);
      if (fixed.length == 0 || !isFixed(port)) {
        overlay.cursor(entry, cursor);
        return port;
      }
    }
  }

  private boolean isFixed(int port) {
    for (var one : fixed) {
      if (one == port) {
        return true;
      }
    }
    return false;
  }

  void exclude(int slot) {
    overlay.exclude(overlay.touch(slot));
  }

  boolean excluded(int slot) {
    int entry = overlay.find(slot);
    return entry >= 0 && overlay.excluded(entry);
  }

  /** Less of the agent may be used than is free. */
  void debit(int slot, Resources what) {
    int entry = overlay.touch(slot);
    for (int kind = 0; kind < 4; kind++) {
      overlay.credit(entry, kind, -amount(what, kind));
    }
  }

  /** More of the agent may be used than is free; one that has shrunk owes some of it. */
  void credit(int slot, Resources what) {
    int entry = overlay.touch(slot);
    boolean first = !overlay.hasCredit(entry);
    var capacity = pool.spec(slot).capacity();
    var used = pool.used(slot);
    for (int kind = 0; kind < 4; kind++) {
      long owed = first ? Math.max(0, amount(used, kind) - amount(capacity, kind)) : 0;
      overlay.credit(entry, kind, amount(what, kind) - owed);
    }
    credited.set(slot >> 6);
  }
}
