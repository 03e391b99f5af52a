package dev.ekiden.agent.supervise;

import java.util.TreeSet;

/** User ids for instances, each in use by one of them at most. */
final class UserIds {
  private final int first;
  private final int last;
  private final TreeSet<Integer> used = new TreeSet<>();

  UserIds(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /** The lowest free one. */
  synchronized int take() {
    for (int uid = first; uid <= last; uid++) {
      if (used.add(uid)) {
        return uid;
      }
    }
    throw new IllegalStateException("no user id is free between %d and %d".formatted(first, last));
  }

  /** Marks one that a recovered instance has. */
  synchronized void keep(int uid) {
    used.add(uid);
  }

  synchronized void release(int uid) {
    used.remove(uid);
  }
}
