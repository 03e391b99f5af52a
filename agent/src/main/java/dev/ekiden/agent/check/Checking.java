package dev.ekiden.agent.check;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Held.Pulse;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs all health checks of one instance, each on a virtual thread. The instance is healthy if all
 * checks are, unhealthy if one is; only changes are told.
 */
public final class Checking implements AutoCloseable {

  /** Hears of changes. */
  public interface Listener {
    void changed(boolean healthy, int failures, String cause);
  }

  private static final Logger LOG = System.getLogger(Checking.class.getName());

  /**
   * Each command costs the machine some processes beside the instance's own limits, so nobody may
   * ask for more of them than this.
   */
  private static final long LEAST_BETWEEN_COMMANDS_MILLIS = 1000;

  private final Probe probe;
  private final Inside inside;
  private final long startedNanos;
  private final Listener listener;
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private Pulse told;
  private boolean closed;

  /**
   * Starts checking.
   *
   * @param inside where the instance's commands are run
   * @param ageMillis how long the instance has been running
   * @param pulse what was told of it before, by an earlier run of the agent
   */
  public Checking(
      Probe probe,
      Inside inside,
      List<Check> checks,
      long ageMillis,
      Pulse pulse,
      Listener listener) {
    this.probe = probe;
    this.inside = inside;
    this.startedNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ageMillis);
    this.listener = listener;
    this.told = pulse;
    for (int i = 0; i < checks.size(); i++) {
      var index = i;
      verdicts.add(Verdict.starting(pulse));
      threads.add(Thread.ofVirtual().unstarted(() -> run(index, checks.get(index))));
    }
    threads.forEach(Thread::start);
  }

  /** What was told last. */
  public synchronized Pulse pulse() {
    return told;
  }

  /** Nothing is told after this. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    threads.forEach(Thread::interrupt);
  }

  private void run(int index, Check check) {
    try {
      while (!Thread.interrupted()) {
        var problem = probe.ask(check, inside);
        Thread.sleep(Math.max(note(index, check, problem), leastPauseMillis(check)));
      }
    } catch (InterruptedException _) {
      // Closed: nobody wants to know any more.
    }
  }

  private static long leastPauseMillis(Check check) {
    return switch (check) {
      case Check.Http _, Check.Tcp _, Check.Ready _ -> 0;
      case Check.Command _ -> LEAST_BETWEEN_COMMANDS_MILLIS;
    };
  }

  private synchronized long note(int index, Check check, Optional<String> problem) {
    var age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    var before = verdicts.get(index);
    var after = problem.isEmpty() ? before.success() : before.failure(check.rhythm(), age);
    verdicts.set(index, after);
    var now = overall(verdicts.stream().map(Verdict::pulse).toList());
    if (now != told && now != Pulse.UNKNOWN && !closed) {
      try {
        listener.changed(now == Pulse.HEALTHY, after.failures(), problem.orElse("healthy"));
        told = now;
      } catch (UncheckedIOException e) {
        // Not noted, so not told: the next look tries again.
        LOG.log(Level.WARNING, "cannot note a change of health: {0}", e.getMessage());
      }
    }
    return after.pauseMillis(check.rhythm(), age);
  }

  static Pulse overall(List<Pulse> pulses) {
    if (pulses.contains(Pulse.UNHEALTHY)) {
      return Pulse.UNHEALTHY;
    }
    return pulses.contains(Pulse.UNKNOWN) ? Pulse.UNKNOWN : Pulse.HEALTHY;
  }
}
