package dev.ekiden.api.agentlink;

import dev.ekiden.core.decide.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Function;

/**
 * Reports on their way into the control loop, in the order in which they came. While the loop has
 * no room, as when the registrar is away, they wait here; bounded, and beyond that the agent keeps
 * its own.
 */
final class Intake {
  /** Reports that wait at most, of all agents together. */
  static final int MOST = 200_000;

  /** Number of a report that its agent does not keep, and so waits for no acknowledgement of. */
  static final long NOT_KEPT = 0;

  /** One report of one connection. */
  record Item(Connection connection, long seq, Function<Instant, Event> event) {}

  /** Puts a report into the loop. */
  interface Door {
    /** False if there is no room. */
    boolean offer(Item item);
  }

  private final int most;
  private final Door door;
  // Guarded by this.
  private final ArrayDeque<Item> waiting = new ArrayDeque<>();

  Intake(int most, Door door) {
    this.most = most;
    this.door = door;
  }

  /** False if there is no room even here. */
  synchronized boolean add(Item item) {
    if (waiting.isEmpty() && door.offer(item)) {
      return true;
    }
    if (waiting.size() >= most) {
      return false;
    }
    waiting.addLast(item);
    return true;
  }

  /** Tries again with what waits; called every so often. */
  synchronized void retry() {
    while (!waiting.isEmpty()) {
      var first = waiting.getFirst();
      if (first.connection().welcomed() && !door.offer(first)) {
        return;
      }
      waiting.removeFirst();
    }
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
