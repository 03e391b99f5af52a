package dev.ekiden.api.agentlink;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends texts over one WebSocket in order, off the caller's thread, one at a time. A peer that does
 * not read is cut off; it will dial again and be told everything anew.
 */
public final class Outbox {
  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
  private static final int MOST_WAITING = 10_000;

  private final Session session;
  private final Executor executor;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean sending = new AtomicBoolean();

  public Outbox(Session session, Executor executor) {
    this.session = session;
    this.executor = executor;
  }

  /** Returns at once. */
  public void send(String text) {
    if (!waiting.offer(text)) {
      close("it does not read what it is sent");
      return;
    }
    schedule();
  }

  private void schedule() {
    if (sending.compareAndSet(false, true)) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    try {
      for (var text = waiting.poll(); text != null; text = waiting.poll()) {
        session.getBasicRemote().sendText(text);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "cannot send", e);
      close("sending failed");
    } finally {
      sending.set(false);
    }
    if (!waiting.isEmpty() && session.isOpen()) {
      schedule();
    }
  }

  /** Ends the connection; both ends may find it closed already. */
  public void close(String reason) {
    waiting.clear();
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, reason));
    } catch (IOException e) {
      LOG.log(Level.FINE, "already closed", e);
    }
  }
}
