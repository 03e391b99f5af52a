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
  private static final int MOST_PASSED = 256;

  private final SlotSet slots;
  private final Look look;
  private final int[] candidates;
  private final long[] scores;
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
    scores = new long[room];
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
        if (look.fits(slot) && (walked <= slots.size() || !holds(slot))) {
          candidates[size] = slot;
          scores[size] = look.score(slot);
          size++;
        }
      }
      complete |= barren >= slots.size();
    }
  }

  private int skipUnlessFits() {
    if (look.blockMayFit(slots.block(at))) {
      return 0;
    }
    int passed = Long.bitCount(rest);
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
      if (scores[i] < scores[best]
          || (scores[i] == scores[best] && look.isBetter(candidates[i], candidates[best]))) {
        best = i;
      }
    }
    return best;
  }

  int size() {
    return size;
  }

  int candidate(int index) {
    return candidates[index];
  }

  /** Whether one of its candidates is better than one of another window's. */
  boolean isBetter(int index, Window other, int othersIndex) {
    long mine = scores[index];
    long others = other.scores[othersIndex];
    return mine != others
        ? mine < others
        : look.isBetter(candidates[index], other.candidates[othersIndex]);
  }

  /** The candidate got an instance. */
  void taken(int index) {
    int slot = candidates[index];
    if (!look.fits(slot)) {
      remove(index);
    } else if (size == MOST && !complete && look.rotates()) {
      remove(index);
      barren = 0;
    } else {
      scores[index] = look.score(slot);
    }
  }

  private void remove(int index) {
    size--;
    candidates[index] = candidates[size];
    scores[index] = scores[size];
  }
}
