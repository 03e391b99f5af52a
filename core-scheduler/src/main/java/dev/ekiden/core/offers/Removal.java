package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A framework ends: its offers at once, its tasks when their agents have ended them. */
final class Removal {
  private Removal() {}

  static List<ForeignFact> remove(ForeignBook book, FrameworkId id, String reason, Instant at) {
    var facts = new ArrayList<ForeignFact>();
    rescind(book, id, ForeignFact.Why.FRAMEWORK_REMOVED, at).ifPresent(facts::add);
    for (var task : book.tasksOf(id)) {
      if (task.state() == TaskState.UNREACHABLE) {
        // Should its agent come back, nobody knows the task, so it is killed as a stray.
        facts.add(
            new ForeignFact.TaskEnded(
                new TaskUpdate(
                    task.key(),
                    new Whereabouts.On(task.agent()),
                    TaskState.KILLED,
                    TaskUpdate.Reason.FRAMEWORK_REMOVED,
                    reason,
                    at)));
      } else if (!task.doomed()) {
        facts.add(new ForeignFact.TaskKillDecided(task.key(), reason, at));
      }
    }
    facts.add(new ForeignFact.FrameworkRemoved(id, reason, at));
    return facts;
  }

  /** All its offers. */
  static Optional<ForeignFact> rescind(
      ForeignBook book, FrameworkId id, ForeignFact.Why why, Instant at) {
    var offers = book.offersOf(id).stream().map(Offer::id).toList();
    return offers.isEmpty()
        ? Optional.empty()
        : Optional.of(new ForeignFact.OffersRescinded(id, offers, why, at));
  }
}
