package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.GapException;
import dev.ekiden.api.registrar.Journal;
import dev.ekiden.api.registrar.Recovery;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Snapshot;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a standby keeps ready: the view, and a second state for the scheduler to decide on, both
 * moved on with the journal. Taking over then means reading a few batches. For one thread.
 */
final class Warm {
  private static final Logger LOG = Logger.getLogger(Warm.class.getName());

  /** Batches that readers see at once at most. */
  private static final int BATCHES = 100;

  private final Journal journal;
  private final Recovery recovery;
  private final View view;
  private Optional<ClusterState> scheduling = Optional.empty();
  private volatile long lookedAt = System.nanoTime();

  Warm(Journal journal, Recovery recovery, View view) {
    this.journal = journal;
    this.recovery = recovery;
    this.view = view;
    view.ageBy(this::age);
  }

  /** Reads all there is: the newest snapshot and the journal after it. */
  void load() throws SQLException {
    scheduling = Optional.empty();
    var recovered = recovery.load();
    // The newest batch is never trimmed.
    var at = journal.atOf(recovered.seq()).orElse(Instant.EPOCH);
    view.reset(recovered.state(), recovered.seq(), at);
    lookedAt = System.nanoTime();
    prepare();
  }

  /** Makes the second state, if a term of leading has used it up. */
  void prepare() {
    if (scheduling.isEmpty()) {
      scheduling = Optional.of(view.read(Warm::copy));
    }
  }

  private static ClusterState copy(ClusterState state) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(state, entries::add);
    return Snapshot.restore(entries);
  }

  /**
   * Moves on to the journal's end. A database that has lost what it once confirmed (a backup was
   * restored, a replica took over that lagged) is believed: everything is read again.
   */
  void follow() throws SQLException {
    long began = System.nanoTime();
    var known = journal.atOf(view.seq());
    if (view.seq() > 0 && !known.equals(Optional.of(view.lastAt()))) {
      long former = view.seq();
      load();
      told(former, known.isPresent());
    }
    var news = new ArrayList<Batch>();
    try {
      journal.readAfter(
          view.seq(),
          batch -> {
            news.add(batch);
            if (news.size() == BATCHES) {
              apply(news);
            }
          });
      apply(news);
    } catch (GapException e) {
      load();
    }
    lookedAt = began;
  }

  /** Trimmed is what a standby that was away for long expects; lost is what nobody expects. */
  private void told(long former, boolean replaced) {
    if (replaced || view.seq() < former) {
      LOG.log(
          Level.SEVERE,
          "the database has lost batch {0}, which it had confirmed; going on from {1}",
          new Object[] {Long.toString(former), Long.toString(view.seq())});
    } else {
      LOG.log(Level.INFO, "batch {0} was trimmed; read all again", Long.toString(former));
    }
  }

  private void apply(List<Batch> news) {
    view.apply(List.copyOf(news));
    scheduling.ifPresent(state -> news.forEach(batch -> batch.facts().forEach(state::apply)));
    news.clear();
  }

  /** Hands the second state over to the scheduler; {@link #prepare} makes another one. */
  ClusterState give() {
    prepare();
    var given = scheduling.orElseThrow();
    scheduling = Optional.empty();
    return given;
  }

  /** Time since the journal was last seen to its end. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - lookedAt);
  }
}
