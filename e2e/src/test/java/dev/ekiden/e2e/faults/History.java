package dev.ekiden.e2e.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what writers did, how long nothing was acknowledged, and what must not have happened. */
final class History {
  private static final int MOST_VIOLATIONS = 50;

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong oldReads = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong gapNanos = new AtomicLong();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  void acknowledged() {
    acknowledged.incrementAndGet();
    long now = System.nanoTime();
    long gap = now - lastNanos.getAndSet(now);
    gapNanos.accumulateAndGet(gap, Math::max);
  }

  void refused() {
    refused.incrementAndGet();
  }

  void unknown() {
    unknown.incrementAndGet();
  }

  void read() {
    reads.incrementAndGet();
  }

  void oldRead() {
    oldReads.incrementAndGet();
  }

  void violation(String what) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(Instant.now() + " " + what);
    }
  }

  long writes() {
    return acknowledged.get();
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Longest time between two acknowledged writes. */
  Duration longestGap() {
    return Duration.ofNanos(gapNanos.get());
  }

  @Override
  public String toString() {
    return "writes: %d acknowledged, %d refused, %d unknown; reads: %d, %d old and marked so; longest time without an acknowledged write: %.1f s; violations: %d"
        .formatted(
            acknowledged.get(),
            refused.get(),
            unknown.get(),
            reads.get(),
            oldReads.get(),
            longestGap().toMillis() / 1e3,
            violations.size());
  }
}
