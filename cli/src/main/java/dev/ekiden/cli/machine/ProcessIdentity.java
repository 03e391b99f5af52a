package dev.ekiden.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process, told apart from any later one that gets the same number: pid, start time in clock
 * ticks since boot ({@code /proc/PID/stat}, field 22) and the boot's id.
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE_AFTER_NAME = 0;
  private static final int START_AFTER_NAME = 19;
  private static final long POLL_MILLIS = 50;

  /** The process that has this pid now; empty if there is none or it is a zombie. */
  public static Optional<ProcessIdentity> of(long pid) {
    return stat(pid)
        .filter(fields -> !fields.get(STATE_AFTER_NAME).equals("Z"))
        .map(
            fields ->
                new ProcessIdentity(pid, Long.parseLong(fields.get(START_AFTER_NAME)), bootId()));
  }

  /** Whether this very process still runs. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Sends a signal such as {@code TERM}; nothing happens if the process is gone. */
  public void signal(String name) {
    if (alive()) {
      Command.of("kill", "-" + name, Long.toString(pid)).exitCode();
    }
  }

  /** Waits until the process is gone; false if it is still there after {@code patience}. */
  public boolean awaitEnd(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (alive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Pause.millis(POLL_MILLIS);
    }
    return true;
  }

  /**
   * Asks with {@code signal}, waits for {@code patience}, then kills; whether it did not have to.
   */
  public boolean end(String signal, Duration patience) {
    signal(signal);
    if (awaitEnd(patience)) {
      return true;
    }
    signal("KILL");
    awaitEnd(Duration.ofSeconds(5));
    return false;
  }

  /** A pid and the pids of all its descendants. */
  public static Stream<Long> withDescendants(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .map(ProcessHandle::pid);
  }

  /** The process' short name ({@code comm}), empty if it is gone. */
  public static Optional<String> nameOf(long pid) {
    return read(PROC.resolve(pid + "/comm")).map(String::strip);
  }

  private static Optional<List<String>> stat(long pid) {
    // The name in parentheses may hold spaces and parentheses itself: count from the last one.
    return read(PROC.resolve(pid + "/stat"))
        .map(line -> List.of(line.substring(line.lastIndexOf(')') + 2).split(" ")));
  }

  private static String bootId() {
    return read(PROC.resolve("sys/kernel/random/boot_id")).map(String::strip).orElse("");
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty(); // gone between looking and reading: the same as never there
    }
  }
}
