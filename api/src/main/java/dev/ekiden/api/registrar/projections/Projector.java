package dev.ekiden.api.registrar.projections;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.Journal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves the projections forward over the journal, far from the control loop. What happened to the
 * same thing within one lot is written once, so the further it is behind, the less it does for each
 * fact. It rests for as long as it works, so that it takes one half of a core from a busy leader.
 */
@ApplicationScoped
public class Projector {
  /** Facts in a transaction at least while there are more; one batch more at most. */
  private static final int FACTS_AT_ONCE = 5_000;

  private static final int BATCHES_AT_ONCE = 500;

  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Inject private Journal journal;
  @Inject private Tables tables;

  /** Reads what is new in the journal and writes it down; returns when there is nothing new. */
  public synchronized void catchUp() throws SQLException {
    var lot = new Lot();
    journal.readAfter(tables.cursor(), lot::add);
    if (!lot.batches.isEmpty()) {
      tables.project(lot.batches);
    }
  }

  /** Batches that are written down in one transaction. */
  private final class Lot {
    private final List<Batch> batches = new ArrayList<>();
    private int facts;

    void add(Batch batch) {
      batches.add(batch);
      facts += batch.facts().size();
      if (facts >= FACTS_AT_ONCE || batches.size() >= BATCHES_AT_ONCE) {
        long begin = System.nanoTime();
        tables.project(batches);
        batches.clear();
        facts = 0;
        LockSupport.parkNanos(Math.min(System.nanoTime() - begin, LONGEST_REST_NANOS));
      }
    }
  }
}
