package dev.ekiden.agent.check;

import dev.ekiden.core.wire.Check;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Asks a new instance, on a virtual thread, until it says that it is ready; told once. */
public final class Readying implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Readying.class.getName());

  private final Probe probe;
  private final Check.Ready check;
  private final Runnable listener;
  private final Thread thread;

  /**
   * Starts asking, at once and then at the check's interval.
   *
   * @param listener called when it is ready, and again later if it throws {@link
   *     UncheckedIOException}
   */
  public Readying(Probe probe, Check.Ready check, Runnable listener) {
    this.probe = probe;
    this.check = check;
    this.listener = listener;
    this.thread = Thread.ofVirtual().start(this::run);
  }

  private void run() {
    try {
      while (!isReady() || !told()) {
        Thread.sleep(Math.max(1, check.rhythm().intervalMillis()));
      }
    } catch (InterruptedException _) {
      // Closed: nobody wants to know any more.
    }
  }

  private boolean isReady() throws InterruptedException {
    return probe.ask(check).isEmpty();
  }

  private boolean told() {
    try {
      listener.run();
      return true;
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "cannot note that an instance is ready: {0}", e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
