package dev.ekiden.core.sim;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The durable truth: batches of facts, each under the epoch of the leader that wrote it. */
final class Journal {
  private final List<Fact> facts = new ArrayList<>();
  private final Mutant mutant;
  private long epoch;
  private List<Snapshot.Entry> snapshot = List.of();
  private int snapshotAt;

  Journal(Mutant mutant) {
    this.mutant = mutant;
  }

  /** A new leader's epoch; from now on older ones write nothing. */
  long begin() {
    return ++epoch;
  }

  long epoch() {
    return epoch;
  }

  /** False, and nothing is written, if a newer epoch exists. */
  boolean append(long writer, List<Fact> batch) {
    if (writer < epoch && !mutant.journalIgnoresEpoch()) {
      return false;
    }
    facts.addAll(batch);
    return true;
  }

  List<Fact> facts() {
    return facts;
  }

  /** From zero. */
  ClusterState replay() {
    var state = new ClusterState();
    facts.forEach(state::apply);
    return state;
  }

  /** A snapshot of all that is written now. */
  void snapshot(ClusterState now) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(now, entries::add);
    snapshot = mutant.snapshot(entries);
    snapshotAt = facts.size();
  }

  /** From the latest snapshot and what was written after it. */
  ClusterState restore() {
    if (snapshot.isEmpty()) {
      return replay();
    }
    var state = Snapshot.restore(snapshot);
    facts.subList(snapshotAt, facts.size()).forEach(state::apply);
    return state;
  }
}
