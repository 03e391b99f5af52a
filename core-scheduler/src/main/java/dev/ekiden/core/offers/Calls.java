package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.Filter;
import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.pool.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a connected framework asks, ACCEPT apart. */
final class Calls {
  private final ForeignBook book;
  private final Pool pool;
  private final Framework framework;
  private final Instant at;
  private final ForeignDecision.Draft draft = new ForeignDecision.Draft();

  Calls(ForeignBook book, Pool pool, Framework framework, Instant at) {
    this.book = book;
    this.pool = pool;
    this.framework = framework;
    this.at = at;
  }

  ForeignDecision teardown() {
    draft.facts(Removal.remove(book, framework.id(), "the framework tore itself down", at));
    return draft.done();
  }

  /** Offers that are not good any more are declined already. */
  ForeignDecision decline(ForeignCall.Decline call) {
    var offers =
        call.offers().stream()
            .distinct()
            .flatMap(id -> book.offer(id).stream())
            .filter(offer -> offer.framework().equals(framework.id()))
            .toList();
    if (!offers.isEmpty()) {
      var time = RefusalTime.of(call.refuseSeconds());
      var filters =
          time.isZero()
              ? List.<Filter>of()
              : offers.stream()
                  .map(
                      offer ->
                          new Filter(
                              framework.id(),
                              offer.agent(),
                              offer.role(),
                              offer.resources(),
                              at.plus(time)))
                  .toList();
      var ids = offers.stream().map(offer -> offer.id()).toList();
      draft.fact(new ForeignFact.OffersDeclined(framework.id(), ids, filters, at));
    }
    return draft.done();
  }

  ForeignDecision revive(ForeignCall.Revive call) {
    var roles = roles(call.roles(), _ -> true);
    boolean changes =
        roles.stream().anyMatch(framework.suppressed()::contains) || book.filters(framework.id());
    if (changes && !roles.isEmpty()) {
      draft.fact(new ForeignFact.RolesRevived(framework.id(), roles));
    }
    return draft.done();
  }

  /** Offers that it has stay good. */
  ForeignDecision suppress(ForeignCall.Suppress call) {
    var roles = roles(call.roles(), role -> !framework.suppressed().contains(role));
    if (!roles.isEmpty()) {
      draft.fact(new ForeignFact.RolesSuppressed(framework.id(), roles));
    }
    return draft.done();
  }

  private List<String> roles(List<String> named, Predicate<String> which) {
    return framework.spec().roles().stream()
        .filter(role -> named.isEmpty() || named.contains(role))
        .filter(which)
        .toList();
  }

  ForeignDecision kill(ForeignCall.Kill call) {
    var found = find(call.task());
    if (found.isEmpty()) {
      answer(new ForeignCall.Question(call.task(), call.where()));
      return draft.done();
    }
    var task = found.get();
    if (!task.doomed()) {
      draft.fact(new ForeignFact.TaskKillDecided(task.key(), "its framework asked for it", at));
    } else if (task.state() != TaskState.UNREACHABLE) {
      draft.order(new TaskOrder.Kill(task.agent(), task.key()));
    }
    if (task.state() == TaskState.UNREACHABLE) {
      answer(new ForeignCall.Question(call.task(), call.where()));
    }
    return draft.done();
  }

  private Optional<ForeignTask> find(String task) {
    return TaskKey.valid(task) ? book.task(new TaskKey(framework.id(), task)) : Optional.empty();
  }

  private void answer(ForeignCall.Question question) {
    draft.tell(Reconciling.answer(book, pool, framework, question, at));
  }

  ForeignDecision acknowledge(ForeignCall.Acknowledge call) {
    if (TaskKey.valid(call.task())) {
      var key = new TaskKey(framework.id(), call.task());
      draft.order(new TaskOrder.Acknowledge(call.agent(), key, call.uuid()));
    }
    return draft.done();
  }

  ForeignDecision reconcile(ForeignCall.Reconcile call) {
    Reconciling.answers(book, pool, framework, call.questions(), at).forEach(draft::tell);
    return draft.done();
  }
}
