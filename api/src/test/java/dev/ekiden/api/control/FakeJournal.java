package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.DeposedException;
import dev.ekiden.api.registrar.Journal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A journal in memory that fails, waits or finds its leader deposed when it is told to. */
final class FakeJournal extends Journal {
  private final List<List<Batch>> tried = new CopyOnWriteArrayList<>();
  private final List<Batch> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger commits = new AtomicInteger();
  private final Semaphore tries = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int heldFrom = Integer.MAX_VALUE;
  private volatile SQLException failure = new SQLException();
  private volatile int failures;
  private volatile boolean deposed;

  @Override
  public void append(List<Batch> batches) throws SQLException, DeposedException {
    tried.add(batches);
    tries.release();
    if (tried.size() >= heldFrom) {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new SQLException("interrupted", e);
      }
    }
    if (deposed) {
      throw new DeposedException(batches.getFirst().epoch());
    }
    if (tried.size() <= failures) {
      throw failure;
    }
    written.addAll(batches);
    commits.incrementAndGet();
  }

  @Override
  public long readAfter(long seq, Consumer<Batch> each) {
    written.stream().filter(batch -> batch.seq() > seq).forEach(each);
    return written.isEmpty() ? seq : Math.max(seq, written.getLast().seq());
  }

  @Override
  public Optional<Instant> atOf(long seq) {
    return written.stream().filter(batch -> batch.seq() == seq).map(Batch::at).findFirst();
  }

  /** As if it had never been written. */
  void loseLast() {
    written.removeLast();
  }

  void failWith(SQLException exception, int times) {
    failure = exception;
    failures = times;
  }

  void hold() {
    holdFromTry(1);
  }

  void holdFromTry(int number) {
    heldFrom = number;
  }

  void release() {
    released.countDown();
  }

  void depose() {
    deposed = true;
  }

  /** Returns once so many more commits have been tried. */
  void awaitTries(int count) throws InterruptedException {
    tries.acquire(count);
  }

  /** Returns once so many facts have been decided and wait. */
  void awaitFacts(Supplier<LoopFigures> figures, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (figures.get().uncommittedFacts() < count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  List<List<Batch>> tried() {
    return List.copyOf(tried);
  }

  List<Batch> written() {
    return List.copyOf(written);
  }

  /** Transactions that were committed. */
  int commits() {
    return commits.get();
  }
}
