package dev.ekiden.api.control;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where tests let a master die as by {@code kill -9}: with {@code
 * EKIDEN_FAULT=after-commit:3} in its environment it halts when it passes {@code after-commit} for
 * the third time. Without the variable this costs one comparison.
 */
public final class FaultPoint {
  private static final String WANTED = System.getenv().getOrDefault("EKIDEN_FAULT", "");
  private static final int COLON = WANTED.indexOf(':');
  private static final String NAME = COLON < 0 ? WANTED : WANTED.substring(0, COLON);
  private static final int TIMES = COLON < 0 ? 1 : Integer.parseInt(WANTED.substring(COLON + 1));
  private static final int STATUS_OF_KILL = 137;
  private static final AtomicInteger PASSED = new AtomicInteger();

  private FaultPoint() {}

  /** Passes, or ends the process at once. */
  static void reached(String name) {
    if (NAME.equals(name) && PASSED.incrementAndGet() == TIMES) {
      Runtime.getRuntime().halt(STATUS_OF_KILL);
    }
  }
}
