package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Reports that the leader has not acknowledged. Running, Health and Ended are on disk before
 * anybody hears of them; of Health and UnallocatedPorts only the newest per instance is kept;
 * Progress is kept in memory.
 *
 * <p>Numbers grow and are never used twice: before one is used, a number above it is on disk, from
 * which the next run goes on. So a restart leaves a gap. A new data directory starts at the clock's
 * milliseconds, above all that an older one has used.
 */
public final class Outbox {
  private static final String NEXT = "next";

  /**
   * Numbers that are taken at once: writing each of them down would cost each report two flushes.
   */
  private static final int BLOCK = 1000;

  private final Path directory;
  private final TreeMap<Long, Report> waiting = new TreeMap<>();
  private long next;
  private long reserved;
  private Runnable listener = () -> {};

  /** Reads what an earlier run has left. */
  public Outbox(Path directory, long nowMillis) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory + ": " + e, e);
    }
    next =
        DurableFile.read(directory.resolve(NEXT))
            .map(bytes -> Long.parseLong(new String(bytes).strip()))
            .orElse(nowMillis);
    for (var name : DurableFile.names(directory)) {
      if (name.endsWith(".json")) {
        var bytes = DurableFile.read(directory.resolve(name)).orElseThrow();
        var report = Json.MAPPER.readValue(bytes, Report.class);
        waiting.put(seq(report), report);
        next = Math.max(next, seq(report) + 1);
      }
    }
    reserved = next;
  }

  /** Numbers a report, stores it and says so to whoever sends. */
  public synchronized Report add(LongFunction<Report> numbered) {
    var seq = next;
    if (seq == reserved) {
      DurableFile.write(directory.resolve(NEXT), Long.toString(seq + BLOCK));
      reserved = seq + BLOCK;
    }
    next = seq + 1;
    var report = numbered.apply(seq);
    if (!(report instanceof Report.Progress)) {
      DurableFile.write(file(seq), Json.write(report));
    }
    outdatedBy(report).ifPresent(this::forgetAll);
    waiting.put(seq, report);
    listener.run();
    return report;
  }

  /**
   * What need not be told any more. Of health and ports each report says all; and one of ports may
   * have waited here for a master that understands it until nobody cares. Empty for most reports:
   * while no master is there thousands may wait, and each would be looked at.
   */
  private static Optional<Predicate<Report>> outdatedBy(Report newer) {
    return switch (newer) {
      case Report.Health(_, var id, _, _, _, _) ->
          Optional.of(older -> older instanceof Report.Health it && it.instance().equals(id));
      case Report.UnallocatedPorts(_, var id, _, _) -> Optional.of(older -> isOfPorts(older, id));
      case Report.Ended ended -> Optional.of(older -> isOfPorts(older, ended.instance()));
      default -> Optional.empty();
    };
  }

  private void forgetAll(Predicate<Report> outdated) {
    waiting.values().stream().filter(outdated).map(Outbox::seq).toList().forEach(this::forget);
  }

  private static boolean isOfPorts(Report report, String instance) {
    return report instanceof Report.UnallocatedPorts it && it.instance().equals(instance);
  }

  /** The leader has it. */
  public synchronized void forget(long seq) {
    waiting.remove(seq);
    DurableFile.delete(file(seq));
  }

  /**
   * What comes after this number, lowest first, as long as at most so many are on their way: sent
   * before and not forgotten yet. What the master does not understand stays here.
   *
   * @param speaks of {@link Dialect} what the master knows
   */
  public synchronized List<Report> next(long sent, int window, List<String> speaks) {
    var onTheirWay =
        waiting.headMap(sent, true).values().stream()
            .filter(report -> understood(report, speaks))
            .count();
    return waiting.tailMap(sent, false).values().stream()
        .filter(report -> understood(report, speaks))
        .limit(Math.max(0, window - onTheirWay))
        .toList();
  }

  private static boolean understood(Report report, List<String> speaks) {
    return !(report instanceof Report.UnallocatedPorts)
        || speaks.contains(Dialect.UNALLOCATED_PORTS);
  }

  /** All that is unacknowledged, oldest first. */
  public synchronized List<Report> unacknowledged() {
    return List.copyOf(waiting.values());
  }

  /** How an instance ended, if the leader does not know yet. */
  public synchronized Optional<Report.Ended> ended(String instance) {
    return waiting.values().stream()
        .filter(Report.Ended.class::isInstance)
        .map(Report.Ended.class::cast)
        .filter(ended -> ended.instance().equals(instance))
        .findFirst();
  }

  /** Called, briefly, after each addition. */
  synchronized void onAdded(Runnable action) {
    listener = action;
  }

  static long seq(Report report) {
    return switch (report) {
      case Report.Progress progress -> progress.seq();
      case Report.Running running -> running.seq();
      case Report.Health health -> health.seq();
      case Report.Ready ready -> ready.seq();
      case Report.UnallocatedPorts ports -> ports.seq();
      case Report.Ended ended -> ended.seq();
      case Report.Hello _,
          Report.StandBy _,
          Report.Heartbeat _,
          Report.LogChunk _,
          Report.Part _,
          Report.Over _,
          Report.Resized _ ->
          throw new IllegalArgumentException("has no number: " + report);
    };
  }

  private Path file(long seq) {
    return directory.resolve(seq + ".json");
  }
}
