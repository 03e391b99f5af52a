package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Console;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Tells of a long copy every few seconds, so that nobody takes it for dead. */
final class Transfer implements LongConsumer {
  private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long MEBI = 1 << 20;

  private final Console console;
  private final String what;
  private long next = System.nanoTime() + PERIOD_NANOS;

  Transfer(Console console, String what) {
    this.console = console;
    this.what = what;
  }

  @Override
  public void accept(long bytes) {
    if (System.nanoTime() - next > 0) {
      next = System.nanoTime() + PERIOD_NANOS;
      console.begin(what + ": " + mebi(bytes) + " so far");
    }
  }

  /** {@code 123 MiB}. */
  static String mebi(long bytes) {
    return (bytes + MEBI - 1) / MEBI + " MiB";
  }
}
