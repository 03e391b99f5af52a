package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What one agent knows and answers, without a network: instances it holds, reports that nobody has
 * acknowledged, the highest epoch. One thread at a time.
 */
final class SimulatedAgent {
  private static final int KILLED_EXIT = 143;
  private static final long FIRST_PID = 1_000;

  /** Unacknowledged reports on a connection at most, as in the real agent. */
  static final int WINDOW = 128;

  /** What the agent needs of the world. */
  interface Surroundings {
    /** Calls back after the time that a start takes, or at once. */
    void afterStart(Runnable action);

    long nowMillis();
  }

  private final Machine machine;
  private final Tally tally;
  private final Surroundings world;
  private final LinkedHashMap<String, Held> held = new LinkedHashMap<>();
  private final LinkedHashMap<Long, Report> waiting = new LinkedHashMap<>();
  private long highestEpoch;
  private long nextSeq;
  private long nextPid = FIRST_PID;

  SimulatedAgent(Machine machine, Tally tally, Surroundings world) {
    this.machine = machine;
    this.tally = tally;
    this.world = world;
    this.nextSeq = world.nowMillis();
  }

  String name() {
    return machine.agent();
  }

  Report.Hello hello() {
    return new Report.Hello(highestEpoch, machine, List.copyOf(held.values()), Dialect.OURS);
  }

  /** False if this master leads no more: the connection is to be given up. */
  boolean welcome(Order.Welcome welcome) {
    return admits(welcome.epoch());
  }

  /** Whether an invitation of this epoch is not an older leader's. */
  boolean wouldFollow(long epoch) {
    return epoch >= highestEpoch;
  }

  /**
   * Reports after the one sent last on this connection, oldest first, as long as at most {@link
   * #WINDOW} are unacknowledged on it; {@code -1} for a new connection, where all are said again.
   */
  List<Report> next(long sent) {
    var next = new ArrayList<Report>();
    int onTheirWay = 0;
    for (var entry : waiting.entrySet()) {
      if (++onTheirWay > WINDOW) {
        break;
      }
      if (entry.getKey() > sent) {
        next.add(entry.getValue());
      }
    }
    return next;
  }

  /** The number of a report that has one. */
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

  void run(Order.Run order) {
    if (!admits(order.epoch())) {
      return;
    }
    var id = order.instance();
    if (held.containsKey(id)) {
      tally.repeated.incrementAndGet();
      return;
    }
    held.put(id, new Held(id, Held.Doing.STARTING, 0, Held.Pulse.UNKNOWN));
    report(seq -> new Report.Progress(seq, id, Report.Step.STARTING, world.nowMillis()));
    world.afterStart(() -> started(id, !order.checks().isEmpty()));
  }

  private void started(String id, boolean checked) {
    var instance = held.get(id);
    if (instance == null || instance.doing() != Held.Doing.STARTING) {
      return;
    }
    long pid = nextPid++;
    var pulse = checked ? Held.Pulse.HEALTHY : Held.Pulse.UNKNOWN;
    held.put(id, new Held(id, Held.Doing.RUNNING, pid, pulse));
    tally.running.incrementAndGet();
    tally.started.incrementAndGet();
    report(seq -> new Report.Running(seq, id, pid, world.nowMillis()));
    if (checked) {
      report(seq -> new Report.Health(seq, id, true, 0, "", world.nowMillis()));
    }
  }

  void kill(Order.Kill order) {
    if (!admits(order.epoch())) {
      return;
    }
    var id = order.instance();
    var instance = held.remove(id);
    if (instance == null) {
      if (waiting.values().stream().noneMatch(report -> isEnd(report, id))) {
        ended(id, EndCause.UNKNOWN, -1);
      }
      return;
    }
    if (instance.doing() == Held.Doing.RUNNING) {
      tally.running.decrementAndGet();
    }
    tally.killed.incrementAndGet();
    ended(id, EndCause.KILLED, KILLED_EXIT);
  }

  private static boolean isEnd(Report report, String instance) {
    return report instanceof Report.Ended ended && ended.instance().equals(instance);
  }

  private void ended(String id, EndCause cause, int exitCode) {
    report(seq -> new Report.Ended(seq, id, cause, exitCode, "", List.of(), world.nowMillis()));
  }

  void acknowledged(long seq) {
    if (waiting.remove(seq) != null) {
      tally.acknowledged.incrementAndGet();
      tally.waiting.decrementAndGet();
    }
  }

  private void report(LongFunction<Report> numbered) {
    long seq = nextSeq++;
    var report = numbered.apply(seq);
    waiting.put(seq, report);
    tally.waiting.incrementAndGet();
  }

  private boolean admits(long epoch) {
    if (epoch < highestEpoch) {
      tally.refused.incrementAndGet();
      return false;
    }
    highestEpoch = epoch;
    return true;
  }
}
