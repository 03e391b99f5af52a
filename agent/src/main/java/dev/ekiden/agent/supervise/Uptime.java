package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Milliseconds since the machine was started. Nobody can set it, so it measures what must last
 * beyond one run of the agent; within one run {@link System#nanoTime} does.
 */
final class Uptime {
  private static final Path FILE = Path.of("/proc/uptime");

  private Uptime() {}

  /** In steps of 10 ms, as the kernel writes hundredths of a second. */
  static long millis() {
    try {
      return of(Files.readString(FILE, US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE + ": " + e.getMessage(), e);
    }
  }

  /** The first of two numbers: seconds up, seconds idle. */
  static long of(String text) {
    return new BigDecimal(text.split(" ")[0]).movePointRight(3).longValue();
  }
}
