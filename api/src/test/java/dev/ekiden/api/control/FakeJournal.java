package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.DeposedException;
import dev.ekiden.api.registrar.Journal;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A journal in memory that fails, waits or finds its leader deposed when it is told to. */
final class FakeJournal extends Journal {
  private final List<Batch> tried = new CopyOnWriteArrayList<>();
  private final List<Batch> written = new CopyOnWriteArrayList<>();
  private final Semaphore tries = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile int heldFrom = Integer.MAX_VALUE;
  private volatile SQLException failure = new SQLException();
  private volatile int failures;
  private volatile boolean deposed;

  @Override
  public void append(Batch batch) throws SQLException, DeposedException {
    tried.add(batch);
    tries.release();
    if (tried.size() >= heldFrom) {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new SQLException("interrupted", e);
      }
    }
    if (deposed) {
      throw new DeposedException(batch.epoch());
    }
    if (tried.size() <= failures) {
      throw failure;
    }
    written.add(batch);
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

  /** Returns once so many more batches have been tried. */
  void awaitTries(int count) throws InterruptedException {
    tries.acquire(count);
  }

  List<Batch> tried() {
    return List.copyOf(tried);
  }

  List<Batch> written() {
    return List.copyOf(written);
  }
}
