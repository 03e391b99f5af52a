package dev.ekiden.api.forward;

import java.time.Duration;

/** A moment in the future, unmoved by changes of the clock. */
final class Deadline {
  private final long nanos;

  Deadline(Duration fromNow) {
    this.nanos = System.nanoTime() + fromNow.toNanos();
  }

  boolean over() {
    return System.nanoTime() - nanos >= 0;
  }
}
