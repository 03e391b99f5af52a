package dev.ekiden.core.sim;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time, and what is yet to happen in the order of its time, then of its entry. */
final class Agenda {
  /** When every simulation begins. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Entry> heap =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
  private long now;
  private long entries;

  private record Entry(long at, long number, Runnable what) {}

  /** Milliseconds since the start. */
  long now() {
    return now;
  }

  Instant instant() {
    return START.plusMillis(now);
  }

  /** Does something after so many milliseconds. */
  void in(long millis, Runnable what) {
    heap.add(new Entry(now + Math.max(0, millis), entries++, what));
  }

  /** Does the next thing; there must always be one. */
  void step() {
    var next = heap.remove();
    now = next.at();
    next.what().run();
  }
}
