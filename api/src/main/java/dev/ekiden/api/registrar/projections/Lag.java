package dev.ekiden.api.registrar.projections;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far what is made from the journal is behind it.
 *
 * @param batches by projection
 * @param snapshotSeq of the last batch in the newest snapshot, 0 if there is none
 * @param snapshotAge zero if there is none
 */
public record Lag(SortedMap<String, Long> batches, long snapshotSeq, Duration snapshotAge) {
  public Lag {
    batches = Collections.unmodifiableSortedMap(new TreeMap<>(batches));
  }
}
