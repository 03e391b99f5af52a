package dev.ekiden.agent.supervise;

import dev.ekiden.agent.check.Checking;
import dev.ekiden.agent.check.Probe;
import dev.ekiden.agent.check.Readying;
import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Held.Pulse;
import dev.ekiden.core.wire.Report;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** All that is asked of one running instance: whether it is healthy, and whether it is ready. */
final class Asking implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Asking.class.getName());

  private final Machinery machinery;
  private final InstanceDir dir;
  private final ProcessId init;
  private final Checking checking;
  private final Optional<Readying> readying;

  /**
   * Begins, after what an agent that died in the middle of it has left is gone.
   *
   * @param probe to where it listens
   * @param init the instance's first process
   */
  Asking(Machinery machinery, Probe probe, InstanceDir dir, List<Check> checks, ProcessId init) {
    this.machinery = machinery;
    this.dir = dir;
    this.init = init;
    var inside = new Visitor(machinery, dir.instance());
    inside.clear();
    var health = checks.stream().filter(check -> !(check instanceof Check.Ready)).toList();
    this.checking =
        new Checking(probe, inside, health, init.ageMillis(), dir.pulse(), this::pulseChanged);
    this.readying =
        checks.stream()
            .filter(Check.Ready.class::isInstance)
            .map(Check.Ready.class::cast)
            .findFirst()
            .map(ready -> new Readying(probe, ready, this::isReady));
  }

  /** What was told last of its health. */
  Pulse pulse() {
    return checking.pulse();
  }

  /** A check that ends with its instance says nothing about it. */
  private void pulseChanged(boolean healthy, int failures, String cause) {
    if (!healthy && init.ending()) {
      return;
    }
    var now = System.currentTimeMillis();
    // The report first: what is noted as told is not told again.
    machinery
        .outbox()
        .add(seq -> new Report.Health(seq, dir.instance(), healthy, failures, cause, now));
    dir.pulse(healthy ? Pulse.HEALTHY : Pulse.UNHEALTHY);
  }

  /** Not noted: after its restart an agent asks again, and a master knows it already. */
  private void isReady() {
    var now = System.currentTimeMillis();
    machinery.outbox().add(seq -> new Report.Ready(seq, dir.instance(), now));
    LOG.log(Level.INFO, "{0}: is ready", dir.instance());
  }

  @Override
  public void close() {
    checking.close();
    readying.ifPresent(Readying::close);
  }
}
