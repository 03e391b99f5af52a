package dev.ekiden.agent.router;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How long slots have been out of use. A request that was bound to a slot may try its servers again
 * for some seconds; were another app in there by then, it would get that request.
 */
final class Rest {
  /** Longer than {@code retries} and {@code timeout connect} in the configuration together. */
  static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

  private final TreeMap<String, Long> sinceNanos = new TreeMap<>();

  /** Those of the slots at rest that have rested long enough. */
  SortedSet<String> over(SortedSet<String> resting, long nowNanos) {
    sinceNanos.keySet().retainAll(resting);
    var over = new TreeSet<String>();
    for (var slot : resting) {
      var since = sinceNanos.computeIfAbsent(slot, _ -> nowNanos);
      if (nowNanos - since >= LONG_ENOUGH.toNanos()) {
        over.add(slot);
      }
    }
    return over;
  }
}
