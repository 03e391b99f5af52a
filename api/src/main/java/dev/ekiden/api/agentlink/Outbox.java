package dev.ekiden.api.agentlink;

import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends texts over one WebSocket, one at a time. It asks its source for the next text when the last
 * one has gone, so nothing waits here, and no thread waits for a peer that does not read: {@link
 * #stuck} says so to whoever looks after connections.
 */
public final class Outbox {
  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
  private static final long IDLE = Long.MIN_VALUE;

  /** Where texts come from; asked by one thread at a time, and not while a text is on its way. */
  public interface Source {
    /** What to send now, if there is anything. */
    Optional<String> next();
  }

  private final Channel channel;
  private final Executor executor;
  private final Source source;
  // Calls of wake since there was nothing to send; above zero, somebody looks after them.
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long sendingSince = IDLE;

  Outbox(Channel channel, Executor executor, Source source) {
    this.channel = channel;
    this.executor = executor;
    this.source = source;
  }

  /** For the server's WebSocket. */
  public static Outbox over(Session session, Executor executor, Source source) {
    return new Outbox(new SessionChannel(session, executor), executor, source);
  }

  /** The source has something to send; returns at once. */
  public void wake() {
    if (calls.getAndIncrement() == 0) {
      executor.execute(this::sendNext);
    }
  }

  private void sendNext() {
    while (!closed.get()) {
      int answered = calls.get();
      var text = source.next();
      if (text.isPresent()) {
        send(text.get());
        return;
      }
      if (calls.compareAndSet(answered, 0)) {
        return;
      }
    }
  }

  private void send(String text) {
    sendingSince = System.nanoTime();
    try {
      channel.send(text, this::sent);
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "cannot send", e);
      sent(false);
    }
  }

  private void sent(boolean worked) {
    sendingSince = IDLE;
    if (worked) {
      executor.execute(this::sendNext);
    } else {
      close("sending failed");
    }
  }

  /** Whether one text has been on its way for longer than this. */
  public boolean stuck(Duration patience, long nowNanos) {
    long since = sendingSince;
    return since != IDLE && nowNanos - since > patience.toNanos();
  }

  /** Ends the connection; returns at once. Both ends may find it closed already. */
  public void close(String reason) {
    if (closed.compareAndSet(false, true)) {
      executor.execute(() -> channel.close(reason));
    }
  }

  public boolean closed() {
    return closed.get();
  }
}
