package dev.ekiden.api.agentlink;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers hellos, a few at a time: ten thousand agents that come at once wait here as texts and not
 * in the control loop's queue, where reports and people's wishes need the room.
 */
final class Greeter {
  private static final Logger LOG = Logger.getLogger(Greeter.class.getName());

  private final int most;
  private final Executor executor;
  private final Consumer<Connection> greet;
  // Guarded by this.
  private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
  private int busy;

  /**
   * @param greet answers one and calls {@link #done} in the end, or throws
   */
  Greeter(int most, Executor executor, Consumer<Connection> greet) {
    this.most = most;
    this.executor = executor;
    this.greet = greet;
  }

  void add(Connection connection) {
    synchronized (this) {
      if (busy == most) {
        waiting.addLast(connection);
        return;
      }
      busy++;
    }
    executor.execute(() -> attempt(connection));
  }

  /** What cannot be understood must not keep others out. */
  private void attempt(Connection connection) {
    try {
      greet.accept(connection);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "the hello of {0} cannot be answered: {1}",
          new Object[] {connection.agent(), e.toString()});
      connection.close("its hello cannot be answered: " + e.getMessage());
      done();
    }
  }

  /** One has been answered: the next one may come in. */
  void done() {
    Connection next;
    synchronized (this) {
      do {
        if (waiting.isEmpty()) {
          busy--;
          return;
        }
        next = waiting.removeFirst();
      } while (next.closed());
    }
    var chosen = next;
    executor.execute(() -> attempt(chosen));
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
