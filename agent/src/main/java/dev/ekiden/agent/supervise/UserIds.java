package dev.ekiden.agent.supervise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * User ids for instances. An instance has its own as long as its directory is there: what it wrote
 * belongs to that number, so nobody else may have it before the last of it is deleted.
 */
final class UserIds {
  private final int first;
  private final int last;
  private final Map<String, Integer> byInstance = new HashMap<>();
  private final Set<Integer> used = new HashSet<>();
  private int next;

  UserIds(int first, int last) {
    this.first = first;
    this.last = last;
    this.next = first;
  }

  /**
   * A free one, in turn and not the lowest: whatever may be left of a former owner somewhere meets
   * the next one late.
   */
  synchronized int take(String instance) {
    for (int tries = first; tries <= last; tries++) {
      int uid = next;
      next = uid == last ? first : uid + 1;
      if (used.add(uid)) {
        byInstance.put(instance, uid);
        return uid;
      }
    }
    throw new IllegalStateException("no user id is free between %d and %d".formatted(first, last));
  }

  /** Marks one that an instance of an earlier run has; also one outside of a range that shrank. */
  synchronized void keep(String instance, int uid) {
    byInstance.put(instance, uid);
    used.add(uid);
    if (uid >= next && uid <= last) {
      next = uid == last ? first : uid + 1;
    }
  }

  /** Once nothing of the instance is left on the disk. Harmless if it has none. */
  synchronized void release(String instance) {
    Optional.ofNullable(byInstance.remove(instance))
        .filter(uid -> !byInstance.containsValue(uid))
        .ifPresent(used::remove);
  }
}
