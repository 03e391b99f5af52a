package dev.ekiden.e2e.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long a fault lasts; never a wait for something to happen. */
final class Pauses {
  private Pauses() {}

  /** Returns after this time. */
  static void lasting(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
