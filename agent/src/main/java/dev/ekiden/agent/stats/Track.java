package dev.ekiden.agent.stats;

import dev.ekiden.agent.cgroup.Pressure;
import dev.ekiden.agent.cgroup.Usage;
import dev.ekiden.core.wire.Answer.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One instance's past as differences between looks. Times are of a clock that nobody sets; when a
 * span was by the time of day follows from how long ago it is.
 */
final class Track {
  private static final int WIDTH = 15;
  private static final int UNCOUNTED = -1;
  private static final long MILLION = 1_000_000;
  private static final long KIBI = 1024;

  /** Shorter spans than this tell chance, and nothing of use. */
  private static final long LEAST_SPAN_MILLIS = 500;

  /** What the kernel said at one moment. */
  record Look(long millis, Usage usage, Optional<Pressure> pressure, long oomKills) {}

  private final String group;
  private final Ring ring;
  private Optional<Look> last = Optional.empty();
  private boolean over;

  Track(String group, int samples) {
    this.group = group;
    this.ring = new Ring(WIDTH, samples);
  }

  String group() {
    return group;
  }

  int bytes() {
    return ring.bytes();
  }

  synchronized void add(Look look) {
    if (over) {
      return;
    }
    if (last.isPresent()) {
      ring.add(row(last.get(), look));
    }
    last = Optional.of(look);
  }

  /** Nothing is added from now on. */
  synchronized void end() {
    over = true;
  }

  synchronized boolean over() {
    return over;
  }

  /**
   * Those that ended in the last so many milliseconds, the oldest first, and the span since the
   * last one if there is something to say of it.
   *
   * @param now the kernel's word of this moment; empty if it has none any more
   */
  synchronized List<Sample> samples(
      long backMillis, Optional<Look> now, long nowMillis, long clockMillis) {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < ring.rows(); i++) {
      var row = ring.row(i);
      if (nowMillis - millis(row) <= backMillis) {
        samples.add(sample(row, nowMillis, clockMillis));
      }
    }
    if (!over && now.isPresent() && last.isPresent()) {
      if (now.get().millis() - last.get().millis() >= LEAST_SPAN_MILLIS) {
        samples.add(sample(row(last.get(), now.get()), nowMillis, clockMillis));
      }
    }
    if (samples.isEmpty() && ring.rows() > 0) {
      samples.add(sample(ring.row(ring.rows() - 1), nowMillis, clockMillis));
    }
    return samples;
  }

  /** Tenths of a second reach for six years in an int. */
  private static final int TICK_MILLIS = 100;

  private static long millis(int[] row) {
    return row[0] * (long) TICK_MILLIS;
  }

  private static int[] row(Look from, Look to) {
    var was = from.usage();
    var is = to.usage();
    return new int[] {
      fit(to.millis() / TICK_MILLIS),
      fit(to.millis() - from.millis()),
      since(was.cpuNanos(), is.cpuNanos(), MILLION),
      since(was.throttledNanos(), is.throttledNanos(), MILLION),
      since(was.periods(), is.periods(), 1),
      since(was.throttledPeriods(), is.throttledPeriods(), 1),
      fit(is.memoryBytes() / KIBI),
      fit(Math.min(is.reclaimableBytes(), is.memoryBytes()) / KIBI),
      fit(is.pids()),
      since(from.oomKills(), to.oomKills(), 1),
      since(was.readBytes(), is.readBytes(), KIBI),
      since(was.writtenBytes(), is.writtenBytes(), KIBI),
      stalled(from, to, Pressure::cpuMicros),
      stalled(from, to, Pressure::memoryMicros),
      stalled(from, to, Pressure::ioMicros)
    };
  }

  private static int stalled(
      Look from, Look to, java.util.function.ToLongFunction<Pressure> which) {
    return from.pressure().isPresent() && to.pressure().isPresent()
        ? since(
            which.applyAsLong(from.pressure().get()), which.applyAsLong(to.pressure().get()), 1000)
        : UNCOUNTED;
  }

  /** In whole units at both ends, so that what is less than a unit is told with a later span. */
  private static int since(long was, long is, long unit) {
    return fit(Math.max(0, is / unit - was / unit));
  }

  private static int fit(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static Sample sample(int[] row, long nowMillis, long clockMillis) {
    var stalled = row[12] == UNCOUNTED ? List.<Integer>of() : List.of(row[12], row[13], row[14]);
    return new Sample(
        clockMillis - Math.max(0, nowMillis - millis(row)),
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        row[6],
        row[7],
        row[8],
        row[9],
        row[10],
        row[11],
        stalled);
  }
}
