package dev.ekiden.core.place;

import dev.ekiden.core.model.Constraint.Operator;

/**
 * How the values of one field are used so far, and what a constraint says to one more instance with
 * a value. Meaning of GROUP_BY as in Marathon up to 1.10: at least n groups, evenly filled.
 */
final class FieldUse {
  private final Operator operator;

  /** Most per value for UNIQUE and MAX_PER, least number of groups for GROUP_BY. */
  private int limit;

  private final int[] counts;

  /** Values with a count, the smallest of those counts, and how many values have it. */
  private int used;

  private int smallest;
  private int atSmallest;

  /**
   * @param counts of instances by number of the value; becomes this use's own
   */
  FieldUse(Operator operator, int limit, int[] counts) {
    this.operator = operator;
    this.limit = limit;
    this.counts = counts;
    counts[0] = 0;
    for (var count : counts) {
      used += count > 0 ? 1 : 0;
    }
    findSmallest();
  }

  /** GROUP_BY spreads over at least so many groups. */
  void groups(int least) {
    limit = least;
  }

  int count(int value) {
    return counts[value];
  }

  /** Instances that share a group with one more of that value, 0 if there are no groups. */
  int crowd(int value) {
    return operator == Operator.GROUP_BY ? count(value) : 0;
  }

  boolean accepts(int value) {
    if (value == 0) {
      return false;
    }
    int here = count(value);
    return switch (operator) {
      case UNIQUE, MAX_PER -> here < limit;
      case CLUSTER -> used == 0 || here > 0;
      case GROUP_BY -> here == 0 || (used >= limit && here == smallest);
      case LIKE, UNLIKE, IS -> true;
    };
  }

  /** One more instance has the value; an absent one does not count. */
  void add(int value) {
    if (value == 0) {
      return;
    }
    int before = counts[value]++;
    if (before == 0) {
      used++;
      atSmallest = smallest == 1 ? atSmallest + 1 : 1;
      smallest = 1;
    } else if (before == smallest && --atSmallest == 0) {
      findSmallest();
    }
  }

  private void findSmallest() {
    smallest = Integer.MAX_VALUE;
    for (var count : counts) {
      if (count > 0 && count < smallest) {
        smallest = count;
        atSmallest = 0;
      }
      atSmallest += count == smallest ? 1 : 0;
    }
  }
}
