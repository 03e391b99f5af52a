package dev.ekiden.agent.supervise;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An instance's turn to keep the machine busy. A start or an end is a dozen processes one after the
 * other; hundreds of them at once only make each other slower and hold memory meanwhile. A courtesy
 * and not a lock: when nobody comes to an end for a while the others go on without, so that nobody
 * waits for one that hangs. Used by the instance's own thread alone.
 */
final class Turn {
  private final Places places;
  private boolean taken;

  private Turn(Places places) {
    this.places = places;
  }

  /**
   * Those who may go at once.
   *
   * @param ended how many have had their turn
   * @param patience how long the others wait while that number stands still
   */
  record Places(Semaphore free, AtomicLong ended, Duration patience) {
    /** A start may wait: what it waits for is what it would be held up by. */
    static final Duration A_START = Duration.ofSeconds(30);

    /** An end that was ordered should not. */
    static final Duration AN_END = Duration.ofSeconds(2);

    private static final int PER_CORE = 2;

    static Places of(int places, Duration patience) {
      return new Places(new Semaphore(places, true), new AtomicLong(), patience);
    }

    /** So many that all cores are busy while some wait for the disk. */
    static Places forThisMachine(Duration patience) {
      return of(PER_CORE * Runtime.getRuntime().availableProcessors(), patience);
    }

    Turn turn() {
      return new Turn(this);
    }
  }

  /** Waits for it, unless it is ours already. */
  void take() throws InterruptedException {
    var before = -1L;
    while (!taken && before != places.ended().get()) {
      before = places.ended().get();
      taken = places.free().tryAcquire(places.patience().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Again is harmless. */
  void giveBack() {
    if (taken) {
      taken = false;
      places.ended().incrementAndGet();
      places.free().release();
    }
  }
}
