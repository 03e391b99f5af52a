package dev.ekiden.core.pool;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Resources;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All agents with what is taken on them. Each has a slot, a small number that it keeps until it is
 * removed; everything about it stands in arrays under that number. One thread at a time may change
 * it; several may read when nobody does.
 */
public final class Pool {
  /** An agent that claims more than this counts as having this: the sum of all must fit a long. */
  private static final long MOST_COUNTED = 1L << 42;

  private static final int FIRST_SLOTS = 64;

  private final LinkedHashMap<AgentId, Integer> slotById = new LinkedHashMap<>();
  private final Ranks ranks = new Ranks();
  private final BitSet present = new BitSet();
  private final Rooms rooms = new Rooms();
  private final Terrains terrains = new Terrains();
  private @Nullable AgentSpec[] specs = new AgentSpec[FIRST_SLOTS];
  private Standing[] standings = new Standing[FIRST_SLOTS];
  private @Nullable HostPorts[] ports = new HostPorts[FIRST_SLOTS];
  private long[] used = new long[FIRST_SLOTS * 4];
  private final long[] capacity = new long[4];

  /** Adds an agent in the lowest free slot, or changes it; what is taken on it stays taken. */
  public int put(AgentSpec spec, Standing standing) {
    var known = slotById.get(spec.id());
    int slot = known == null ? present.nextClearBit(0) : known;
    set(slot, spec, standing);
    return slot;
  }

  /** Adds an agent in the slot that it had when the pool was written down. */
  public void restore(int slot, AgentSpec spec, Standing standing) {
    if (present.get(slot) || slotById.containsKey(spec.id())) {
      throw new IllegalStateException("slot %d or %s is there".formatted(slot, spec.id()));
    }
    set(slot, spec, standing);
  }

  private void set(int slot, AgentSpec spec, Standing standing) {
    grow(slot + 1);
    if (present.get(slot)) {
      count(slot, -1);
      ports[slot] = ports(slot).over(spec.ports());
    } else {
      present.set(slot);
      slotById.put(spec.id(), slot);
      ranks.add(spec.id(), slot);
      ports[slot] = new HostPorts(spec.ports());
    }
    specs[slot] = spec;
    standings[slot] = standing;
    rooms.capacity(slot, spec.capacity());
    count(slot, 1);
    refresh(slot);
    terrains.update(this, slot);
  }

  public void standing(int slot, Standing next) {
    spec(slot);
    count(slot, -1);
    standings[slot] = next;
    count(slot, 1);
    refresh(slot);
    terrains.update(this, slot);
  }

  /** Forgets an agent on which nothing is taken. */
  public void remove(int slot) {
    var spec = spec(slot);
    if (!used(slot).equals(Resources.NONE) || portsTaken(slot) > 0) {
      throw new IllegalStateException(
          "%s is taken on %s: %s and %d ports"
              .formatted(slot, spec.id(), used(slot), portsTaken(slot)));
    }
    count(slot, -1);
    rooms.close(slot);
    present.clear(slot);
    slotById.remove(spec.id());
    ranks.remove(spec.id());
    specs[slot] = null;
    ports[slot] = null;
    terrains.update(this, slot);
  }

  /** Takes an amount and ports, even more than there is: it may be running already. */
  public void take(int slot, Resources what, List<Integer> hostPorts) {
    spec(slot);
    for (int i = 0; i < hostPorts.size(); i++) {
      ports(slot).take(hostPorts.get(i));
    }
    add(slot, what, 1);
  }

  /** Gives back what was taken. */
  public void give(int slot, Resources what, List<Integer> hostPorts) {
    if (!used(slot).covers(what)) {
      throw new IllegalStateException(
          "%s of %s given back on %s".formatted(what, used(slot), spec(slot).id()));
    }
    for (int i = 0; i < hostPorts.size(); i++) {
      ports(slot).give(hostPorts.get(i));
    }
    add(slot, what, -1);
  }

  private void add(int slot, Resources what, int sign) {
    int at = slot * 4;
    used[at] += sign * what.cpuMillis();
    used[at + 1] += sign * what.memMib();
    used[at + 2] += sign * what.diskMib();
    used[at + 3] += sign * what.gpus();
    refresh(slot);
  }

  private void refresh(int slot) {
    if (standings[slot] != Standing.OPEN) {
      rooms.close(slot);
      return;
    }
    var all = spec(slot).capacity();
    int at = slot * 4;
    rooms.open(
        slot,
        Math.max(0, all.cpuMillis() - used[at]),
        Math.max(0, all.memMib() - used[at + 1]),
        Math.max(0, all.diskMib() - used[at + 2]),
        Math.max(0, all.gpus() - used[at + 3]),
        ports(slot).free());
  }

  private void count(int slot, int sign) {
    if (standings[slot] == Standing.OPEN) {
      var more = spec(slot).capacity();
      capacity[0] += sign * Math.min(MOST_COUNTED, more.cpuMillis());
      capacity[1] += sign * Math.min(MOST_COUNTED, more.memMib());
      capacity[2] += sign * Math.min(MOST_COUNTED, more.diskMib());
      capacity[3] += sign * Math.min(MOST_COUNTED, more.gpus());
    }
  }

  /** Slot of the agent, -1 if it is unknown. */
  public int slotOf(AgentId id) {
    return slotById.getOrDefault(id, -1);
  }

  public AgentSpec spec(int slot) {
    var spec = present(slot) ? specs[slot] : null;
    if (spec == null) {
      throw new IllegalStateException("no agent in slot " + slot);
    }
    return spec;
  }

  public Standing standing(int slot) {
    spec(slot);
    return standings[slot];
  }

  /** What is taken, more than the capacity if that has shrunk. */
  public Resources used(int slot) {
    int at = slot * 4;
    return new Resources(used[at], used[at + 1], used[at + 2], used[at + 3]);
  }

  /** What the agent's instances leave, whatever its standing. */
  public Resources free(int slot) {
    return spec(slot).capacity().without(used(slot));
  }

  public boolean portTaken(int slot, int port) {
    return ports(slot).isTakenPort(port);
  }

  /** Taken ports, those outside of its ranges too. */
  public int portsTaken(int slot) {
    return ports(slot).taken();
  }

  public HostPorts ports(int slot) {
    var book = present(slot) ? ports[slot] : null;
    if (book == null) {
      throw new IllegalStateException("no agent in slot " + slot);
    }
    return book;
  }

  /** The same as plain numbers, for searches. */
  public Rooms rooms() {
    return rooms;
  }

  /** The open agents that meet the terms. Valid until an agent comes, changes or goes. */
  public Terrain terrain(Terms terms) {
    return terrains.find(this, terms);
  }

  /** A number that is in the order of the agents' ids. */
  public long rank(int slot) {
    return ranks.of(slot);
  }

  public boolean present(int slot) {
    return slot >= 0 && present.get(slot);
  }

  /** One more than the highest slot in use. */
  public int slots() {
    return present.length();
  }

  /** Capacity of all open agents. */
  public Resources capacity() {
    return new Resources(capacity[0], capacity[1], capacity[2], capacity[3]);
  }

  /** All of them, sorted. */
  public Collection<AgentId> agents() {
    return Collections.unmodifiableSet(ranks.slots().keySet());
  }

  private void grow(int slots) {
    if (slots > specs.length) {
      int roomier = Math.max(slots, specs.length * 2);
      specs = Arrays.copyOf(specs, roomier);
      standings = Arrays.copyOf(standings, roomier);
      ports = Arrays.copyOf(ports, roomier);
      used = Arrays.copyOf(used, roomier * 4);
    }
    rooms.grow(slots);
  }
}
