package dev.ekiden.api.agentlink;

import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends texts over one WebSocket, one at a time. It asks its source for the next text when the last
 * one has gone, so nothing waits here, and no thread waits for a peer that does not read: {@link
 * #stuck} says so to whoever looks after connections. Whoever hears that a text has gone sends the
 * next one: a thread of its own for each would cost more than the text.
 */
public final class Outbox {
  private static final Logger LOG = Logger.getLogger(Outbox.class.getName());
  private static final long IDLE = Long.MIN_VALUE;

  /** Where texts come from; asked by one thread at a time, and not while a text is on its way. */
  public interface Source {
    /** What to send now, if there is anything. */
    Optional<String> next();
  }

  /** Who heard first: the sender that the channel has returned, or the channel that it is sent. */
  private enum Hearing {
    NOBODY,
    SENDER,
    CHANNEL
  }

  private final Channel channel;
  private final Executor sending;
  private final Source source;
  // Calls of wake since there was nothing to send; above zero, somebody looks after them.
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long sendingSince = IDLE;

  /**
   * @param sending called for each text, so it must be cheap; a few threads will do, as sending
   *     does not wait
   */
  Outbox(Channel channel, Executor sending, Source source) {
    this.channel = channel;
    this.sending = sending;
    this.source = source;
  }

  /** For the server's WebSocket. */
  public static Outbox over(Session session, Executor executor, Source source) {
    return new Outbox(new SessionChannel(session, executor), executor, source);
  }

  /** The source has something to send; returns at once. */
  public void wake() {
    if (calls.getAndIncrement() == 0) {
      sending.execute(this::sendNext);
    }
  }

  private void sendNext() {
    while (!closed.get()) {
      int answered = calls.get();
      var text = source.next();
      if (text.isPresent()) {
        if (!send(text.get())) {
          return;
        }
      } else if (calls.compareAndSet(answered, 0)) {
        return;
      }
    }
  }

  /** Whether it has gone already; else the channel's thread goes on. */
  private boolean send(String text) {
    var first = new AtomicReference<>(Hearing.NOBODY);
    sendingSince = System.nanoTime();
    try {
      channel.send(text, worked -> sent(worked, first));
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "cannot send", e);
      sent(false, first);
    }
    return !first.compareAndSet(Hearing.NOBODY, Hearing.SENDER);
  }

  /** The one of the two threads that comes second sends on, so the stack never grows. */
  private void sent(boolean worked, AtomicReference<Hearing> first) {
    sendingSince = IDLE;
    if (!worked) {
      close("sending failed");
    } else if (!first.compareAndSet(Hearing.NOBODY, Hearing.CHANNEL)) {
      sendNext();
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
      channel.close(reason);
    }
  }

  public boolean closed() {
    return closed.get();
  }
}
