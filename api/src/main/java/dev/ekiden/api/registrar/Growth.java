package dev.ekiden.api.registrar;

import java.time.Duration;

/**
 * How far the journal has grown since the last snapshot, and whether a new one is worth its cost. A
 * snapshot costs in proportion to the state, so the larger the last one was, the more must have
 * been written since: all snapshots together then cost about as much as the journal.
 *
 * @param batches since the last snapshot
 * @param bytes of facts in them
 * @param age of the last snapshot; of the journal's first batch if there is none
 */
record Growth(long batches, long bytes, Duration age) {
  private static final long MANY_BATCHES = 100_000;
  private static final long MANY_BYTES = 64L << 20;

  /** Not more often than this, however much is written ... */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  /** ... unless it is so much that a start would take long. */
  private static final long FAR_TOO_MANY_BYTES = 1L << 30;

  /** So often at least, where anything was written. */
  private static final Duration LONG = Duration.ofHours(6);

  /**
   * @param last bytes of the last snapshot
   */
  boolean enough(long last) {
    if (batches == 0) {
      return false;
    }
    boolean grown = batches >= MANY_BATCHES || bytes >= Math.max(MANY_BYTES, last);
    return bytes >= Math.max(FAR_TOO_MANY_BYTES, 2 * last)
        || age.compareTo(grown ? PAUSE : LONG) >= 0;
  }
}
