package dev.ekiden.agent.router;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something outside this process to become true. */
final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(10);

  private Eventually() {}

  static void await(String what, Callable<Boolean> condition) throws Exception {
    var end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + DEADLINE.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
