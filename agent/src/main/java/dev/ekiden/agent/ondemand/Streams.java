package dev.ekiden.agent.ondemand;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All answers under way. Each has a virtual thread that waits: for credit, for more output, for its
 * turn. What takes time, reading and matching, is done by two threads for all of them, so a
 * question that is dear keeps others waiting who ask, and never the link or the instances.
 */
public final class Streams {
  private static final Logger LOG = System.getLogger(Streams.class.getName());
  private static final int MOST = 128;
  private static final int WORKERS = 2;

  /** A master sends credit as its reader reads, and leaves when the reader is gone. */
  private static final long PATIENCE_SECONDS = 120;

  /** More than this at once would only fill queues. */
  private static final int MOST_CREDIT = 8;

  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Makes the source of an answer; runs where answers are made. */
  public interface Opening {
    Source open() throws RefusedException, IOException;
  }

  private final Map<String, Stream> open = new ConcurrentHashMap<>();
  private final Consumer<Report> send;
  private final ExecutorService workers;

  /**
   * @param send returns at once; what cannot be sent is lost
   */
  public Streams(Consumer<Report> send) {
    this.send = send;
    this.workers =
        Executors.newFixedThreadPool(
            WORKERS, Thread.ofPlatform().daemon().name("on-demand-", 1).factory());
  }

  /** Begins an answer; returns at once. */
  public void ask(Order.Ask ask, Opening opening) {
    var stream = new Stream(ask.stream(), ask.question().instance(), ask.credit());
    if (open.size() >= MOST) {
      stream.over(Outcome.BUSY, MOST + " answers are under way on this agent");
    } else if (open.putIfAbsent(ask.stream(), stream) == null) {
      Thread.ofVirtual().name("on-demand").start(() -> stream.run(opening));
    }
  }

  public void more(Order.More more) {
    Optional.ofNullable(open.get(more.stream())).ifPresent(stream -> stream.add(more.credit()));
  }

  public void leave(String id) {
    Optional.ofNullable(open.get(id)).ifPresent(stream -> stream.leave(Optional.empty()));
  }

  /** The master that asked for them is not heard any more. */
  public void leaveAll() {
    open.values().forEach(stream -> stream.leave(Optional.empty()));
  }

  /** What they read is about to be deleted. */
  public void gone(String instance) {
    for (var stream : open.values()) {
      if (stream.instance.equals(instance)) {
        stream.leave(Optional.of("its sandbox and its log have been deleted"));
      }
    }
  }

  int count() {
    return open.size();
  }

  /** One answer. */
  private final class Stream {
    private final String id;
    private final String instance;
    private final Semaphore credit;
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile Optional<String> why = Optional.empty();

    Stream(String id, String instance, int credit) {
      this.id = id;
      this.instance = instance;
      this.credit = new Semaphore(Math.clamp(credit, 0, MOST_CREDIT));
    }

    void add(int more) {
      credit.release(Math.clamp(more, 0, MOST_CREDIT - Math.min(MOST_CREDIT, credit())));
    }

    private int credit() {
      return credit.availablePermits();
    }

    /**
     * @param reason told to whoever reads; empty: nobody does
     */
    void leave(Optional<String> reason) {
      why = reason;
      left.countDown();
      credit.release();
    }

    private boolean isLeft() {
      return left.getCount() == 0;
    }

    void run(Opening opening) {
      try {
        answer(opening);
      } catch (RefusedException e) {
        over(e.outcome(), String.valueOf(e.getMessage()));
      } catch (IOException | UncheckedIOException e) {
        LOG.log(Level.WARNING, "{0}: cannot answer: {1}", instance, e.getMessage());
        over(Outcome.FAILED, String.valueOf(e.getMessage()));
      } catch (InterruptedException | RuntimeException e) {
        LOG.log(Level.WARNING, "an answer failed", e);
        over(Outcome.FAILED, "the agent failed: " + e);
      } finally {
        open.remove(id, this);
      }
    }

    private void answer(Opening opening)
        throws RefusedException, IOException, InterruptedException {
      var source = work(opening::open);
      try {
        while (!isLeft()) {
          if (!credit.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            over(Outcome.FAILED, "nobody has read for %d s".formatted(PATIENCE_SECONDS));
            return;
          }
          if (!isLeft() && !next(source)) {
            over(Outcome.DONE, "");
            return;
          }
        }
        why.ifPresent(reason -> over(Outcome.GONE, reason));
      } finally {
        work(
            () -> {
              source.close();
              return true;
            });
      }
    }

    /** One piece for one credit; false if there is none any more. */
    private boolean next(Source source) throws RefusedException, IOException, InterruptedException {
      while (!isLeft()) {
        switch (work(source::next)) {
          case Source.Step.Piece(var answer) -> {
            send.accept(new Report.Part(id, answer));
            return true;
          }
          case Source.Step.Later(var millis) -> left.await(millis, TimeUnit.MILLISECONDS);
          case Source.Step.Done() -> {
            return false;
          }
        }
      }
      return true;
    }

    void over(Outcome outcome, String detail) {
      send.accept(new Report.Over(id, outcome, detail));
    }
  }

  private <T> T work(Callable<T> task) throws RefusedException, IOException, InterruptedException {
    try {
      return workers.submit(() -> restful(task)).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RefusedException refused -> throw refused;
        case IOException failed -> throw failed;
        case RuntimeException broken -> throw broken;
        case null, default -> throw new IllegalStateException("an answer failed", e);
      }
    }
  }

  /** Who has worked for long rests for as long: all answers take a core of the machine at most. */
  private static <T> T restful(Callable<T> task) throws Exception {
    var began = System.nanoTime();
    try {
      return task.call();
    } finally {
      var worked = System.nanoTime() - began;
      if (worked > LONG_NANOS) {
        TimeUnit.NANOSECONDS.sleep(Math.min(worked, LONGEST_REST_NANOS));
      }
    }
  }
}
