package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts processes and remembers them in {@code run/}. A process is ours only if pid and start time
 * are those of its record, so nobody else's is ever taken for ours, or signalled.
 */
final class Processes {
  private static final long LOG_LIMIT_BYTES = 20 << 20;

  /** Statuses above this tell of a signal. */
  private static final int SIGNALLED = 128;

  private final DataDir data;
  private final Map<String, Process> children = new ConcurrentHashMap<>();
  private final JsonMapper json = JsonMapper.builder().build();

  Processes(DataDir data) {
    this.data = data;
  }

  /** Starts it in a session of its own, so that a Ctrl-C in our terminal does not reach it. */
  ProcessRecord start(String name, Launch launch) {
    var log = data.log(name);
    var words = new ArrayList<>(List.of("setsid"));
    words.addAll(launch.words());
    try {
      Files.createDirectories(launch.folder());
      rotate(log);
      var builder =
          new ProcessBuilder(words)
              .directory(launch.folder().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(launch.environment());
      var child = builder.start();
      children.put(name, child);
      var identity = ProcessIdentity.of(child.pid()).orElseThrow(() -> died(name));
      var record = new ProcessRecord(name, identity, Instant.now());
      PrivateFile.write(file(name), json.writeValueAsString(record) + "\n");
      return record;
    } catch (IOException e) {
      throw new Failure("cannot start " + name, String.valueOf(e.getMessage()), e);
    }
  }

  /** The record of a process that runs. */
  Optional<ProcessRecord> running(String name) {
    return read(file(name)).filter(record -> record.process().alive());
  }

  /** Whether it was started and not stopped by us since; it may have ended by itself. */
  boolean known(String name) {
    return Files.exists(file(name));
  }

  /** Forgets a process that has ended. */
  void forget(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The failure of a process that ended while it should have started. */
  Failure died(String name) {
    var log = data.log(name);
    return new Failure(
        name + " ended while starting" + status(name), "see " + log + "\n" + Command.tail(log));
  }

  /** How it ended, if we have started it. */
  private String status(String name) {
    try {
      var child = children.get(name);
      // The virtual machine may hear of it a moment after /proc.
      if (child == null || !child.waitFor(1, TimeUnit.SECONDS)) {
        return "";
      }
      int status = child.exitValue();
      return status > SIGNALLED
          ? ", killed by signal " + (status - SIGNALLED)
          : " with exit status " + status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The failure of a process that runs, but did not begin to serve in time. */
  Failure silent(Service service, ProcessIdentity process) {
    var log = data.log(service.name());
    var end = Command.tail(log);
    return new Failure(
        "%s did not serve within %d s".formatted(service.name(), service.patience().toSeconds()),
        "%s; see %s%n%s".formatted(service.lack(process), log, end));
  }

  private Path file(String name) {
    return data.run().resolve(name + ".json");
  }

  private Optional<ProcessRecord> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.readValue(file, ProcessRecord.class));
    } catch (JacksonException e) {
      return Optional.empty(); // not one of ours: then nothing of ours is known to run
    }
  }

  private static void rotate(Path log) throws IOException {
    Files.createDirectories(log.getParent());
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
