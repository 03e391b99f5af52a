package dev.ekiden.bench.agents;

import java.util.concurrent.atomic.AtomicLong;

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

  /** Connections that ended. */
  public final AtomicLong lost = new AtomicLong();

  /** One line for people. */
  @Override
  public String toString() {
    return "%,d agents welcomed, %,d instances running, %,d reports unacknowledged, %,d connections lost"
        .formatted(welcomed.get(), running.get(), waiting.get(), lost.get());
  }
}
