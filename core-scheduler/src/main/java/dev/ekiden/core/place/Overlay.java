package dev.ekiden.core.place;

import java.util.Arrays;

/**
 * What a search has done so far to the agents that it touched, as the pool itself must not change:
 * entries in arrays, found through an open-addressed table.
 */
final class Overlay {
  private static final int FIRST = 4;
  private static final int SPREAD = 0x9E3779B9;

  /** Entry + 1 by hash; 0 marks a free place. */
  private int[] table = {};

  private int size;
  private int[] slots = {};
  private int[] here = {};
  private int[] cursors = {};
  private boolean[] excluded = {};
  private boolean[] hasCredit = {};

  /** Four amounts an entry; empty until somebody has credit. */
  private long[] credits = {};

  /** Entry of the slot, -1 if it has not been touched. */
  int find(int slot) {
    if (size == 0) {
      return -1;
    }
    int at = home(slot);
    while (table[at] != 0) {
      if (slots[table[at] - 1] == slot) {
        return table[at] - 1;
      }
      at = (at + 1) & (table.length - 1);
    }
    return -1;
  }

  private int home(int slot) {
    int hash = slot * SPREAD;
    return (hash ^ hash >>> 16) & (table.length - 1);
  }

  /** Entry of the slot, a new one if it has none. */
  int touch(int slot) {
    int known = find(slot);
    if (known >= 0) {
      return known;
    }
    if (size == slots.length) {
      grow();
    }
    slots[size] = slot;
    cursors[size] = -1;
    size++;
    enter(size - 1);
    return size - 1;
  }

  private void grow() {
    int next = Math.max(FIRST, size * 2);
    slots = Arrays.copyOf(slots, next);
    here = Arrays.copyOf(here, next);
    cursors = Arrays.copyOf(cursors, next);
    excluded = Arrays.copyOf(excluded, next);
    hasCredit = Arrays.copyOf(hasCredit, next);
    credits = credits.length == 0 ? credits : Arrays.copyOf(credits, next * 4);
    table = new int[next * 2];
    for (int entry = 0; entry < size; entry++) {
      enter(entry);
    }
  }

  private void enter(int entry) {
    int at = home(slots[entry]);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = entry + 1;
  }

  /** Instances placed there by this search. */
  int here(int entry) {
    return here[entry];
  }

  void place(int entry) {
    here[entry]++;
  }

  boolean excluded(int entry) {
    return excluded[entry];
  }

  void exclude(int entry) {
    excluded[entry] = true;
  }

  /** Number of the port to look at next, -1 before the first. */
  int cursor(int entry) {
    return cursors[entry];
  }

  void cursor(int entry, int next) {
    cursors[entry] = next;
  }

  /** Amount of a kind that this search may use beyond what is free. */
  long credit(int entry, int kind) {
    return credits.length == 0 ? 0 : credits[entry * 4 + kind];
  }

  boolean hasCredit(int entry) {
    return hasCredit[entry];
  }

  void credit(int entry, int kind, long more) {
    if (credits.length == 0) {
      credits = new long[slots.length * 4];
    }
    hasCredit[entry] = true;
    credits[entry * 4 + kind] += more;
  }
}
