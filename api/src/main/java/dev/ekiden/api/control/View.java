package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.core.state.ClusterState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The state as far as it is durable: what everybody but the scheduler looks at. Readers see whole
 * batches only.
 */
@ApplicationScoped
public class View {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private ClusterState state = new ClusterState();
  private long seq;

  /** Computes something from one consistent state; must not keep the state. */
  public <T> T read(Function<ClusterState, T> question) {
    lock.readLock().lock();
    try {
      return question.apply(state);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Number of the last batch seen. */
  public long seq() {
    lock.readLock().lock();
    try {
      return seq;
    } finally {
      lock.readLock().unlock();
    }
  }

  void apply(Batch batch) {
    lock.writeLock().lock();
    try {
      batch.facts().forEach(state::apply);
      seq = batch.seq();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
