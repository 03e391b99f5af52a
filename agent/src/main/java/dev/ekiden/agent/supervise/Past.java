package dev.ekiden.agent.supervise;

import java.util.LinkedHashSet;

/**
 * Ids of instances that are over here, the newest few thousand. An id is never used twice, so an
 * order to run one of these is late or doubled, though nothing else may be left of the instance.
 */
final class Past {
  private final int most;
  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  Past(int most) {
    this.most = most;
  }

  synchronized void add(String id) {
    ids.addLast(id);
    if (ids.size() > most) {
      ids.removeFirst();
    }
  }

  synchronized boolean has(String id) {
    return ids.contains(id);
  }
}
