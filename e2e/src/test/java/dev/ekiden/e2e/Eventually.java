package dev.ekiden.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Asks again until the answer is right, or the patience is over. The only way to wait here. */
public final class Eventually {
  /** Generous: slow machines are no failures. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration PERIOD = Duration.ofMillis(250);

  private Eventually() {}

  /** The attempt's first answer; whatever it throws means "not yet". */
  public static <T> T get(String what, Callable<T> attempt) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.call();
      } catch (Exception | AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "not within %d s: %s%nlast: %s".formatted(PATIENCE.toSeconds(), what, e), e);
        }
      }
      LockSupport.parkNanos(PERIOD.toNanos());
    }
  }

  /** The same for an attempt that only asserts. */
  public static void holds(String what, Assertion attempt) {
    get(
        what,
        () -> {
          attempt.check();
          return true;
        });
  }

  /** Throws unless all is well. */
  @FunctionalInterface
  public interface Assertion {
    void check() throws Exception;
  }
}
