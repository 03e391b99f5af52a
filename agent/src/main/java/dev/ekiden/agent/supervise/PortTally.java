package dev.ekiden.agent.supervise;

import dev.ekiden.agent.link.Outbox;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.wire.Report;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * On which ports of its machine one instance has been seen to listen without having been given
 * them, and what of that has been told. A port is told once in an instance's life, whether it is
 * closed and opened again or not, so there are {@value UnallocatedPorts#MOST} reports and one more
 * at most.
 */
final class PortTally {
  private static final Logger LOG = System.getLogger(PortTally.class.getName());

  private final InstanceDir dir;
  private final int user;
  private final List<Integer> given;
  private final Outbox outbox;
  private UnallocatedPorts told;
  private UnallocatedPorts seen;

  /** Goes on from what an agent that is no more has told. */
  PortTally(InstanceDir dir, int user, List<Integer> given, Outbox outbox) {
    this.dir = dir;
    this.user = user;
    this.given = given;
    this.outbox = outbox;
    this.told = dir.unallocatedPorts();
    this.seen = told;
  }

  int user() {
    return user;
  }

  /** Again is harmless, and costs little. */
  void listens(int port) {
    if (!seen.complete() && !given.contains(port)) {
      seen = seen.and(port);
    }
  }

  /** Reports what is new, if anything is. */
  void tell() {
    if (seen.equals(told)) {
      return;
    }
    try {
      // The report first: what is noted as told is not told again.
      outbox.add(
          seq -> new Report.UnallocatedPorts(seq, dir.instance(), seen.ports(), seen.more()));
      dir.unallocatedPorts(seen);
      told = seen;
      LOG.log(
          Level.INFO, "{0}: listens on {1}, which it was not given", dir.instance(), seen.words());
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "{0}: {1}", dir.instance(), e.getMessage());
    }
  }
}
