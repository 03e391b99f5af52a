package dev.ekiden.api.control;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Sums over all terms of this process. */
final class LoopCounters {
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong();

  void committed(long itsNanos, int itsBatches) {
    batches.addAndGet(itsBatches);
    nanos.addAndGet(itsNanos);
    lastNanos.set(itsNanos);
  }

  long batches() {
    return batches.get();
  }

  long nanos() {
    return nanos.get();
  }

  Duration last() {
    return Duration.ofNanos(lastNanos.get());
  }
}
