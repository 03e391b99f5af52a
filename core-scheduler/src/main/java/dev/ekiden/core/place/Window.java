package dev.ekiden.core.place;

import dev.ekiden.core.pool.SlotSet;

/**
 * A few candidates of a cell that a search has looked at and keeps in mind, instead of looking at
 * all. It walks round the cell's agents; when one of its candidates gets an instance, another comes
 * in for it, so that a batch spreads over all. Once round without anything new it holds all there
 * are, as room only shrinks during a search.
 */
final class Window {
  /** Candidates kept in mind. */
  static final int MOST = 32;

  /** Agents walked past in search of more candidates when there is one already. */
  static final int MOST_PASSED = 128;

  private final SlotSet slots;
  private final Look look;
  private final int[] candidates;
  private final long[] ratings;
  private final long[] memories;
  private int size;

  /** Word of the set that the walk is at, and what is left of it. */
  private int at;

  private long rest;

  /** Agents walked past since the start, and since a candidate was let go. */
  private long walked;

  private int barren;
  private boolean complete;

  Window(SlotSet slots, Look look, long start) {
    this.slots = slots;
    this.look = look;
    int room = Math.min(MOST, slots.size());
    candidates = new int[room];
    ratings = new long[room];
    memories = new long[room];
    at = (int) Long.remainderUnsigned(start, slots.length());
    rest = slots.word(at) & -1L << (start >>> 58);
    skipUnlessFits();
  }

  /** Walks on until it has enough candidates. */
  private void refill() {
    int limit = 0;
    while (size < candidates.length && !complete && (size == 0 || limit < MOST_PASSED)) {
      if (rest == 0) {
        at = at + 1 == slots.length() ? 0 : at + 1;
        rest = slots.word(at);
        limit += skipUnlessFits();
      } else {
        int slot = (slots.block(at) << 6) + Long.numberOfTrailingZeros(rest);
        rest &= rest - 1;
        pass(1);
        limit++;
        long rating = look.rate(slot);
        if (rating != Look.REFUSES && (walked <= slots.size() || !holds(slot))) {
          put(size, slot, rating);
          size++;
        }
      }
      complete |= barren >= slots.size();
    }
  }

  private void put(int index, int slot, long rating) {
    candidates[index] = slot;
    ratings[index] = rating;
    memories[index] = look.memMib(slot);
  }

  /** Passes what is left of the block, or of all the region, if nothing can fit there. */
  private int skipUnlessFits() {
    int block = slots.block(at);
    if (look.blockMayFit(block)) {
      return 0;
    }
    int passed = Long.bitCount(rest);
    int region = block >> 6;
    if (!look.regionMayFit(region)) {
      while (at + 1 < slots.length() && slots.block(at + 1) >> 6 == region) {
        at++;
        passed += Long.bitCount(slots.word(at));
      }
    }
    rest = 0;
    pass(passed);
    return passed;
  }

  private void pass(int agents) {
    walked += agents;
    barren += agents;
  }

  private boolean holds(int slot) {
    for (int i = 0; i < size; i++) {
      if (candidates[i] == slot) {
        return true;
      }
    }
    return false;
  }

  /** Index of the best candidate, -1 if no agent of the cell can take one more instance. */
  int best() {
    if (size < candidates.length && !complete) {
      refill();
    }
    if (size == 0) {
      return -1;
    }
    int best = 0;
    for (int i = 1; i < size; i++) {
      if (isBetter(i, this, best)) {
        best = i;
      }
    }
    return best;
  }

  int size() {
    return size;
  }

  /** Agents walked past so far. */
  long walked() {
    return walked;
  }

  int candidate(int index) {
    return candidates[index];
  }

  /** Whether one of its candidates is better than one of another window's. */
  boolean isBetter(int index, Window other, int othersIndex) {
    long mine = ratings[index];
    long others = other.ratings[othersIndex];
    return mine < others
        || (mine == others
            && look.isBetter(
                candidates[index],
                memories[index],
                other.candidates[othersIndex],
                other.memories[othersIndex]));
  }

  /** The candidate got an instance. */
  void taken(int index) {
    int slot = candidates[index];
    long rating = look.rate(slot);
    if (rating == Look.REFUSES) {
      remove(index);
    } else if (size == MOST && !complete && look.rotates()) {
      remove(index);
      barren = 0;
    } else {
      put(index, slot, rating);
    }
  }

  private void remove(int index) {
    size--;
    candidates[index] = candidates[size];
    ratings[index] = ratings[size];
    memories[index] = memories[size];
  }
}
