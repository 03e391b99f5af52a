package dev.ekiden.bench.agents;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What a whole fleet has done; read while it goes on. */
public final class Tally {
  /** Agents with a connection on which a leader has welcomed them. */
  public final AtomicLong welcomed = new AtomicLong();

  /** Connections to masters that do not lead, kept for later. */
  public final AtomicLong standingBy = new AtomicLong();

  /** Welcomes ever received. */
  public final AtomicLong welcomes = new AtomicLong();

  /** Instances that are running now. */
  public final AtomicLong running = new AtomicLong();

  /** Reports {@code Running} sent for the first time. */
  public final AtomicLong started = new AtomicLong();

  /** Reports that the leader has acknowledged. */
  public final AtomicLong acknowledged = new AtomicLong();

  /** Reports that wait for their acknowledgement. */
  public final AtomicLong waiting = new AtomicLong();

  /** Orders refused for their epoch. */
  public final AtomicLong refused = new AtomicLong();

  /** Instances ended by order. */
  public final AtomicLong killed = new AtomicLong();

  /** Orders to run what ran already or had ended here. */
  public final AtomicLong repeated = new AtomicLong();

  private static final int MOST_REASONS = 8;

  /** Connections that ended, those in reserve too, and those that never stood. */
  private final AtomicLong lost = new AtomicLong();

  private final Map<String, AtomicLong> why = new ConcurrentHashMap<>();

  /** A connection ended. */
  void lost(String reason) {
    lost.incrementAndGet();
    // Numbers in it, like ports, tell connections apart and not reasons.
    why.computeIfAbsent(reason.replaceAll("\\d{3,}", "N"), _ -> new AtomicLong()).incrementAndGet();
  }

  /** Why connections ended, the commonest reasons first, each with its number. */
  public String losses() {
    return why.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().get()))
        .limit(MOST_REASONS)
        .map(entry -> "%,d × %s".formatted(entry.getValue().get(), entry.getKey()))
        .collect(Collectors.joining("; "));
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "%,d agents welcomed, %,d instances running, %,d reports unacknowledged, %,d connections lost (%s)"
        .formatted(welcomed.get(), running.get(), waiting.get(), lost.get(), losses());
  }
}
