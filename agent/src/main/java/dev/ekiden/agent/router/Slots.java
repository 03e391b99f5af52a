package dev.ekiden.agent.router;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The backends in HAProxy's configuration. HAProxy makes none at run time, so there are more than
 * needed, each about 11 KB and empty until a route is bound to it.
 */
final class Slots {
  /** How many there are at least, a power of two as all their numbers are. */
  static final int LEAST = 256;

  private static final String PREFIX = "slot-";
  private static final int NEARLY_USED_UP = 16;

  private Slots() {}

  static SortedSet<String> names(int count) {
    var names = new TreeSet<String>();
    for (int number = 1; number <= count; number++) {
      names.add("%s%05d".formatted(PREFIX, number));
    }
    return Collections.unmodifiableSortedSet(names);
  }

  static boolean isSlot(String backend) {
    return backend.startsWith(PREFIX);
  }

  /** How many to have where so many are used: at least half as many again, and 85, stay free. */
  static int enoughFor(int used) {
    var count = LEAST;
    while (count < used + used / 2) {
      count *= 2;
    }
    return count;
  }

  /**
   * Whether it is time to have more: less than a sixteenth is free. So new routes find a place at
   * once, and the reload comes when none waits for it.
   */
  static boolean areNearlyUsedUp(int used, int count) {
    return count - used < count / NEARLY_USED_UP;
  }
}
