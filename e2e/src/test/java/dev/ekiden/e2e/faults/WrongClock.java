package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.Ekiden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The wall clock of one process, which can be made to jump. The process is started anew under
 * libfaketime; what counts nanoseconds since boot stays true, as it does when a host's clock is
 * set.
 */
final class WrongClock implements AutoCloseable {
  private static final String LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

  private final String process;
  private final Path file;

  private WrongClock(String process, Path file) {
    this.process = process;
    this.file = file;
  }

  /** Starts it again with a clock that is still right. */
  static WrongClock of(String process) {
    var clock = new WrongClock(process, Ekiden.TARGET.resolve("clock-of-" + process));
    clock.jump(Duration.ZERO);
    Processes.restart(
        process,
        Map.of(
            "LD_PRELOAD", LIBRARY,
            "FAKETIME_TIMESTAMP_FILE", clock.file.toString(),
            "FAKETIME_CACHE_DURATION", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "DONT_FAKE_MONOTONIC", "1",
            // Else every wait with a time limit returns at once, and the JVM's own threads spin.
            "FAKETIME_FORCE_MONOTONIC_FIX", "0"));
    return clock;
  }

  /** Sets the clock to this much after (or before) the true time. */
  void jump(Duration offset) {
    try {
      Files.writeString(file, "%+d%n".formatted(offset.toSeconds()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the process with the machine's clock. */
  @Override
  public void close() {
    Processes.restart(process);
  }
}
