package dev.ekiden.api.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The leader's time. It goes on with the machine's monotonic clock and never back, not even behind
 * the last leader's; when the machine's wall clock is somewhere else (it was set, or jumped), it is
 * drawn there by at most a tenth of the time that passes. So a clock that jumps by an hour ends no
 * pause early and declares nobody dead.
 */
final class TermClock {
  /** Of the time that passed, the part by which the wall clock may draw. */
  private static final long DRAW = 10;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier nanos;
  private final LongSupplier wallMillis;
  private long lastNanos;

  /** Since 1970, in nanoseconds. */
  private long now;

  /**
   * Begins at the wall clock's time, or at {@code earliest} if that is later.
   *
   * @param nanos a monotonic clock, as {@link System#nanoTime}
   * @param wallMillis the wall clock, as {@link System#currentTimeMillis}
   */
  TermClock(Instant earliest, LongSupplier nanos, LongSupplier wallMillis) {
    this.nanos = nanos;
    this.wallMillis = wallMillis;
    this.lastNanos = nanos.getAsLong();
    long begin = Math.max(earliest.toEpochMilli(), wallMillis.getAsLong());
    this.now = begin * NANOS_PER_MILLI;
  }

  static TermClock system(Instant earliest) {
    return new TermClock(earliest, System::nanoTime, System::currentTimeMillis);
  }

  /** Whole milliseconds; for one thread. */
  Instant read() {
    long tick = nanos.getAsLong();
    long passed = Math.max(0, tick - lastNanos);
    lastNanos = tick;
    long wall = wallMillis.getAsLong() * NANOS_PER_MILLI;
    long most = passed / DRAW;
    long off = wall - (now + passed);
    now += passed + Math.clamp(off, -most, most);
    return Instant.ofEpochMilli(now / NANOS_PER_MILLI).truncatedTo(ChronoUnit.MILLIS);
  }
}
