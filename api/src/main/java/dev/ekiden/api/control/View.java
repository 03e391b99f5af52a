package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.core.state.ClusterState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state as far as it is durable: what everybody but the scheduler looks at, on the leader and
 * on standbys. Readers see whole batches only.
 */
@ApplicationScoped
public class View {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private ClusterState state = new ClusterState();
  private long seq;
  private Instant at = Instant.EPOCH;
  private volatile Supplier<Duration> age = () -> Duration.ZERO;

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

  /**
   * How old at most what readers see is: zero on a healthy leader; the time since the last look
   * into the journal on a standby; since a commit hangs on a leader without its database.
   */
  public Duration age() {
    return age.get();
  }

  /** When the last batch seen was decided. */
  Instant lastAt() {
    lock.readLock().lock();
    try {
      return at;
    } finally {
      lock.readLock().unlock();
    }
  }

  void ageBy(Supplier<Duration> supplier) {
    age = supplier;
  }

  void apply(List<Batch> batches) {
    lock.writeLock().lock();
    try {
      for (var batch : batches) {
        batch.facts().forEach(state::apply);
        seq = batch.seq();
        at = batch.at();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Starts over from a state that was read elsewhere; it belongs to this view from now on. */
  void reset(ClusterState fresh, long itsSeq, Instant itsAt) {
    lock.writeLock().lock();
    try {
      state = fresh;
      seq = itsSeq;
      at = itsAt;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
