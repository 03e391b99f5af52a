package dev.ekiden.core.pool;

import dev.ekiden.core.model.AgentId;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * The agents in order of their ids, with a number for each that is in the same order: comparing two
 * agents is then comparing two numbers. A new agent gets a number between its neighbours'; when
 * there is none left, all are dealt out anew.
 */
final class Ranks {
  private static final long GAP = 1L << 32;

  private final TreeMap<AgentId, Integer> slots = new TreeMap<>();
  private long[] bySlot = {};

  void add(AgentId id, int slot) {
    if (slot >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
    }
    var below = slots.lowerEntry(id);
    var above = slots.higherEntry(id);
    slots.put(id, slot);
    if (below == null && above == null) {
      bySlot[slot] = 0;
    } else if (below == null) {
      bySlot[slot] = bySlot[above.getValue()] - GAP;
    } else if (above == null) {
      bySlot[slot] = bySlot[below.getValue()] + GAP;
    } else {
      long low = bySlot[below.getValue()];
      bySlot[slot] = low + (bySlot[above.getValue()] - low) / 2;
      if (bySlot[slot] == low) {
        dealAnew();
      }
    }
  }

  private void dealAnew() {
    long next = 0;
    for (int slot : slots.values()) {
      bySlot[slot] = next;
      next += GAP;
    }
  }

  void remove(AgentId id) {
    slots.remove(id);
  }

  long of(int slot) {
    return bySlot[slot];
  }

  TreeMap<AgentId, Integer> slots() {
    return slots;
  }
}
