package dev.ekiden.core.pool;

import java.util.Arrays;

/**
 * Counts by key, for keys from 0: a hash table of ints with open addressing. Empty it costs an
 * object header, as there is one for each app and each version.
 */
public final class IntCounts {
  private static final int[] NOTHING = {};
  private static final FieldSums[] NO_SUMS = {};
  private static final int SMALLEST = 2;

  /** Fields by which sums are kept. */
  private static final int MOST_SUMS = 4;

  /** Spreads keys that follow one another: 2^32 divided by the golden ratio. */
  private static final int SPREAD = 0x9E3779B9;

  /** Pairs of key + 1 and count; 0 marks a free pair. Length is a power of two. */
  private int[] pairs = NOTHING;

  private int size;
  private int total;

  /** Sums by value of the fields asked for lately. */
  private FieldSums[] sums = NO_SUMS;

  /** Adds to a key's count; a count of 0 is no entry, and none may fall below it. */
  public void add(int key, int delta) {
    if (key < 0) {
      throw new IllegalArgumentException("keys start at 0: " + key);
    }
    if (delta == 0) {
      return;
    }
    int at = find(key);
    if (at >= 0 && pairs[at] != 0) {
      change(at, delta);
    } else if (delta < 0) {
      throw new IllegalStateException("count of %d would be %d".formatted(key, delta));
    } else {
      insert(key, delta);
    }
    total += delta;
    for (var one : sums) {
      one.add(key, delta);
    }
  }

  /**
   * A copy of the sums of the counts by the number of the keys' value in a field; keys are slots.
   * Added up when first asked for, even by one of several readers, and kept from then on.
   */
  public int[] by(Field field) {
    return size == 0 ? new int[field.numbers()] : sumsBy(field);
  }

  private synchronized int[] sumsBy(Field field) {
    for (var one : sums) {
      if (one.isOf(field)) {
        return one.copy();
      }
    }
    var made = new FieldSums(field, this);
    var kept =
        Arrays.stream(sums)
            .filter(FieldSums::isValid)
            .skip(Math.max(0, sums.length - MOST_SUMS + 1))
            .toArray(FieldSums[]::new);
    sums = Arrays.copyOf(kept, kept.length + 1);
    sums[kept.length] = made;
    return made.copy();
  }

  public int get(int key) {
    int at = size == 0 ? -1 : find(key);
    return at < 0 || pairs[at] == 0 ? 0 : pairs[at + 1];
  }

  /** Keys with a count. */
  public int size() {
    return size;
  }

  /** Sum of all counts. */
  public int total() {
    return total;
  }

  /** Shows all entries, in no order that means anything; nothing may be added meanwhile. */
  public void forEach(IntIntVisitor visitor) {
    for (int at = 0; at < pairs.length; at += 2) {
      if (pairs[at] != 0) {
        visitor.visit(pairs[at] - 1, pairs[at + 1]);
      }
    }
  }

  /** Where the key is or would go, -1 without a table. */
  private int find(int key) {
    if (pairs.length == 0) {
      return -1;
    }
    int at = home(key);
    while (pairs[at] != 0 && pairs[at] != key + 1) {
      at = next(at);
    }
    return at;
  }

  private int home(int key) {
    int hash = key * SPREAD;
    return ((hash ^ hash >>> 16) << 1) & (pairs.length - 1);
  }

  private int next(int at) {
    return (at + 2) & (pairs.length - 1);
  }

  private void change(int at, int delta) {
    int count = pairs[at + 1] + delta;
    if (count < 0) {
      throw new IllegalStateException("count of %d would be %d".formatted(pairs[at] - 1, count));
    }
    pairs[at + 1] = count;
    if (count == 0) {
      remove(at);
    }
  }

  private void insert(int key, int count) {
    // At most three quarters of the pairs are used, so that a search soon meets a free one.
    if ((size + 1) * 8 > pairs.length * 3) {
      resize(Math.max(SMALLEST * 2, pairs.length * 2));
    }
    put(key, count);
    size++;
  }

  private void put(int key, int count) {
    int at = find(key);
    pairs[at] = key + 1;
    pairs[at + 1] = count;
  }

  /** Moves later entries of the same run up, so that no marker of a removed one is needed. */
  private void remove(int hole) {
    size--;
    if (size == 0) {
      pairs = NOTHING;
      return;
    }
    for (int at = next(hole); pairs[at] != 0; at = next(at)) {
      int fromHome = (at - home(pairs[at] - 1)) & (pairs.length - 1);
      int fromHole = (at - hole) & (pairs.length - 1);
      if (fromHome >= fromHole) {
        pairs[hole] = pairs[at];
        pairs[hole + 1] = pairs[at + 1];
        hole = at;
      }
    }
    pairs[hole] = 0;
    if (size * 16 < pairs.length) {
      resize(pairs.length / 2);
    }
  }

  private void resize(int length) {
    var before = pairs;
    pairs = new int[length];
    for (int at = 0; at < before.length; at += 2) {
      if (before[at] != 0) {
        put(before[at] - 1, before[at + 1]);
      }
    }
  }
}
