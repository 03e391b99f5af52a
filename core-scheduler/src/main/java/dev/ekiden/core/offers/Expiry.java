package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.Connection;
import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What has had its time: unanswered offers, frameworks that stayed away, tasks long unreachable.
 */
final class Expiry {
  private final ForeignBook book;
  private final OfferRules rules;
  private final Instant at;

  Expiry(ForeignBook book, OfferRules rules, Instant at) {
    this.book = book;
    this.rules = rules;
    this.at = at;
  }

  List<ForeignFact> facts() {
    var facts = new ArrayList<ForeignFact>();
    offers(facts);
    tasks(facts);
    if (facts.isEmpty()) {
      frameworks(facts);
    }
    return facts;
  }

  private boolean over(Instant since, Duration time) {
    return !at.isBefore(since.plus(time));
  }

  private void offers(List<ForeignFact> facts) {
    var late = new TreeMap<FrameworkId, List<OfferId>>();
    for (var offer : book.offers()) {
      if (!over(offer.at(), rules.timeout())) {
        break; // they are in the order of their age
      }
      late.computeIfAbsent(offer.framework(), _ -> new ArrayList<>()).add(offer.id());
    }
    late.forEach(
        (framework, ids) ->
            facts.add(
                new ForeignFact.OffersRescinded(
                    framework, List.copyOf(ids), ForeignFact.Why.TIMED_OUT, at)));
  }

  private void tasks(List<ForeignFact> facts) {
    for (var key : book.unreachable()) {
      var task = book.task(key).filter(it -> over(it.at(), rules.unreachable()));
      if (task.isEmpty()) {
        break; // they are in the order of their age
      }
      facts.add(new ForeignFact.TaskEnded(forgotten(task.get())));
    }
  }

  private TaskUpdate forgotten(ForeignTask task) {
    return new TaskUpdate(
        task.key(),
        new Whereabouts.On(task.agent()),
        TaskState.UNKNOWN,
        TaskUpdate.Reason.AGENT_REMOVED,
        "its agent has been silent since " + task.at(),
        at);
  }

  private void frameworks(List<ForeignFact> facts) {
    for (var framework : book.frameworks()) {
      if (framework.connection() instanceof Connection.Broken broken
          && !at.isBefore(broken.deadline())) {
        var reason = "did not come back within " + Duration.between(broken.at(), broken.deadline());
        facts.addAll(Removal.remove(book, framework.id(), reason, at));
      }
    }
  }
}
