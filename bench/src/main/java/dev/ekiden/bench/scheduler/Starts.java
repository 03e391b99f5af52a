package dev.ekiden.bench.scheduler;

import dev.ekiden.core.decide.Docket;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Snapshot;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How long a leader takes from a snapshot, one JSON entry a line, to its first whole look. */
final class Starts {
  private static final int BUFFER = 1 << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private final PrintStream out;

  Starts(PrintStream out) {
    this.out = out;
  }

  void run(ClusterState state) throws IOException {
    var file = Files.createTempFile("ekiden-snapshot", ".json");
    try {
      write(state, file);
      long before = Memory.usedBytes();
      long begin = System.nanoTime();
      var restored = read(file);
      double loaded = (System.nanoTime() - begin) / 1e9;
      var docket = Docket.everything(restored);
      Scheduler.turn(restored, docket, new Event.Tick(java.time.Instant.MAX), Rules.DEFAULT);
      double ready = (System.nanoTime() - begin) / 1e9;
      out.printf(
          "%nstart from a snapshot of %,d instances (%,d MiB of JSON): %.1f s, looked at all: %.1f s;"
              + " heap held: %,d MiB%n",
          restored.instanceCount(),
          Files.size(file) >> 20,
          loaded,
          ready,
          Memory.usedBytes() - before >> 20);
      Reference.reachabilityFence(restored);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(ClusterState state, Path file) throws IOException {
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        var writer = MAPPER.writerFor(Snapshot.Entry.class).writeValues(stream)) {
      Snapshot.take(state, writer::write);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ClusterState read(Path file) throws IOException {
    try (var stream = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        var reader = MAPPER.readerFor(Snapshot.Entry.class).<Snapshot.Entry>readValues(stream)) {
      return Snapshot.restore(() -> reader);
    }
  }
}
