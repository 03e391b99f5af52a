package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.check.Inside;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs commands inside one instance, one after the other. Each is put in a control group below the
 * instance's by which all that it starts is found again, however it hides; when the command is over
 * nothing of it is left. What an agent that was killed left running is ended by {@link #clear} at
 * its next start, or with the instance, whose namespace and control group it is in.
 */
final class Visitor implements Inside {
  private static final Logger LOG = System.getLogger(Visitor.class.getName());

  /** Name of the group below the instance's. */
  private static final String GROUP = "check";

  private static final int KEPT_BYTES = 4096;
  private static final int MOST_BYTES = 1 << 20;
  private static final int KILL_TRIES = 50;

  /** After its command is gone runc ends at once; a busy machine may take a little longer. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Machinery machinery;
  private final String id;
  private final String group;
  private final ReentrantLock turn = new ReentrantLock();

  Visitor(Machinery machinery, String id) {
    this.machinery = machinery;
    this.id = id;
    this.group = machinery.group(id) + "/" + GROUP;
  }

  /** Ends what an earlier run of the agent may have left. */
  void clear() {
    try {
      kill();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: {1}", id, e.getMessage());
    }
  }

  @Override
  public Outcome run(String command, Duration patience) throws IOException, InterruptedException {
    turn.lockInterruptibly();
    try {
      var where = machinery.cgroups().makeBelow(machinery.group(id), GROUP);
      var visit = new Visit(machinery.runc().exec(id, where, command));
      try {
        return visit.outcome(patience);
      } finally {
        end(visit.process);
      }
    } finally {
      turn.unlock();
    }
  }

  /**
   * First what it has started, so that runc learns of its end and takes note of it. Should runc
   * hang, or not have come to the command yet, it goes as well: it puts a process into the group
   * before it lets it begin, so after that nobody is missed.
   */
  private void end(Process runc) throws IOException {
    var interrupted = Thread.interrupted(); // what follows is to wait nevertheless
    try {
      kill();
      if (!ends(runc)) {
        runc.destroyForcibly();
        ends(runc);
        interrupted |= Thread.interrupted();
        kill();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean ends(Process runc) {
    runc.onExit().completeOnTimeout(runc, FAREWELL.toMillis(), TimeUnit.MILLISECONDS).join();
    return !runc.isAlive();
  }

  /** On a busy machine it takes a while until those who were killed are gone. */
  private void kill() throws IOException {
    for (int tries = 0; tries < KILL_TRIES; tries++) {
      if (machinery.cgroups().kill(group)) {
        return;
      }
    }
    LOG.log(Level.WARNING, "{0}: processes of a check do not end", id);
  }

  /** One command under way. */
  private static final class Visit {
    private final Process process;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final AtomicBoolean tooLoud = new AtomicBoolean();
    private final Thread reader;

    /** Reads on a thread of its own: a pipe holds up whoever reads it, and with it its carrier. */
    Visit(Process process) {
      this.process = process;
      this.reader = Thread.ofPlatform().daemon().name("check-output").start(this::read);
    }

    private void read() {
      try (var output = process.getInputStream()) {
        keep(output);
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "the output of a check ended: {0}", e.getMessage());
      }
    }

    private void keep(InputStream output) throws IOException {
      var buffer = new byte[KEPT_BYTES];
      var total = 0;
      for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
        synchronized (kept) {
          kept.write(buffer, 0, Math.min(count, KEPT_BYTES - kept.size()));
        }
        total += count;
        if (total > MOST_BYTES) {
          tooLoud.set(true);
          process.destroyForcibly();
          return;
        }
      }
    }

    Outcome outcome(Duration patience) throws InterruptedException {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Overdue(said());
      }
      reader.join();
      if (tooLoud.get()) {
        return new Outcome.TooLoud(said());
      }
      var said = said();
      return process.exitValue() != 0 && Runc.complains(said)
          ? new Outcome.NotRun(Runc.plain(said))
          : new Outcome.Ended(process.exitValue(), said);
    }

    private String said() {
      synchronized (kept) {
        return kept.toString(UTF_8);
      }
    }
  }
}
