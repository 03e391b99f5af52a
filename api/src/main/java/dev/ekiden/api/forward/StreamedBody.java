package dev.ekiden.api.forward;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A body of any length, read piece by piece as the leader takes it. Whoever handles the request
 * reads, in {@link #feed}: a servlet's stream is for one thread, and is gone when that thread has
 * answered. UNTOUCHED → FEEDING once the leader asks for the first piece → OVER after the last one,
 * or when the request has ended.
 */
final class StreamedBody implements HttpRequest.BodyPublisher {
  private static final int PIECE = 64 * 1_024;
  private static final long LOOK_MILLIS = 50;

  /** For a minute the leader took nothing. */
  private static final int MOST_LOOKS = 1_200;

  private enum Phase {
    UNTOUCHED,
    FEEDING,
    OVER
  }

  private final InputStream from;
  private final long length;
  private final Semaphore asked = new Semaphore(0);
  private final AtomicReference<Flow.Subscriber<? super ByteBuffer>> taker =
      new AtomicReference<>();
  private Phase phase = Phase.UNTOUCHED;

  /** {@code length} below 0 if unknown. */
  StreamedBody(InputStream from, long length) {
    this.from = from;
    this.length = length;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    // What an earlier try has asked for is no longer wanted.
    asked.drainPermits();
    taker.set(subscriber);
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long pieces) {
            // The client asks for one at a time.
            asked.release((int) Math.min(pieces, Short.MAX_VALUE));
          }

          @Override
          public void cancel() {
            taker.compareAndSet(subscriber, null);
          }
        });
  }

  /** Whether it could still be sent from its beginning. */
  boolean untouched() {
    return phase == Phase.UNTOUCHED;
  }

  /** Hands over piece by piece until the end, until {@code over}, or until nothing is taken. */
  void feed(BooleanSupplier over) throws ClientGoneException, InterruptedException {
    int inVain = 0;
    while (phase != Phase.OVER && inVain < MOST_LOOKS && !over.getAsBoolean()) {
      if (!asked.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        inVain++;
      } else {
        inVain = 0;
        var subscriber = taker.get();
        if (subscriber != null) {
          phase = Phase.FEEDING;
          hand(subscriber);
        }
      }
    }
  }

  private void hand(Flow.Subscriber<? super ByteBuffer> subscriber) throws ClientGoneException {
    var piece = new byte[PIECE];
    int read;
    try {
      read = from.read(piece);
    } catch (IOException e) {
      phase = Phase.OVER;
      subscriber.onError(e);
      throw new ClientGoneException(e);
    }
    if (read < 0) {
      phase = Phase.OVER;
      subscriber.onComplete();
    } else {
      subscriber.onNext(ByteBuffer.wrap(piece, 0, read));
    }
  }

  /** Gives up what has not been handed over; its connection to the leader is of no more use. */
  void end() {
    var subscriber = taker.getAndSet(null);
    if (phase == Phase.FEEDING && subscriber != null) {
      subscriber.onError(new IOException("the answer came before the end of the request"));
    }
    phase = Phase.OVER;
  }
}
