package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.Connection;
import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.pool.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deals with foreign frameworks. {@link #decide} says what one event changes; {@link #touched} what
 * follows for an agent whose room or standing has changed; {@link #due} what follows from the time.
 * All are pure: same arguments, same answer. The last two are level-triggered: apply what they
 * answer and ask again, until nothing follows.
 */
public final class OfferDesk {
  private OfferDesk() {}

  /** What the event changes, and what is to be told. Changes nothing itself. */
  public static ForeignDecision decide(
      ForeignBook book, Pool pool, ForeignEvent event, Instant at, OfferRules rules) {
    return switch (event) {
      case Subscription subscription -> new Streams(book, rules, at).subscribe(subscription);
      case ForeignCall call -> called(book, pool, call, at);
      case ForeignReport.StreamBroken(var id) -> new Streams(book, rules, at).broken(id);
      case ForeignReport.LeaderChanged _ -> new Streams(book, rules, at).leaderChanged();
      case ForeignReport.TaskReported report -> new Reports(book, pool, at).task(report);
      case ForeignReport.AgentReported report -> new Reports(book, pool, at).agent(report);
      case ForeignReport.AgentGone(var agent) -> new Reports(book, pool, at).gone(agent);
    };
  }

  private static ForeignDecision called(ForeignBook book, Pool pool, ForeignCall call, Instant at) {
    var found = book.framework(call.framework());
    if (found.isEmpty()) {
      return ForeignDecision.refused(
          ForeignReply.Refusal.UNKNOWN_FRAMEWORK,
          "no framework has the id " + call.framework().value());
    }
    if (!found.get().connected()) {
      return ForeignDecision.refused(
          ForeignReply.Refusal.DISCONNECTED,
          "framework " + call.framework().value() + " is not subscribed");
    }
    return answer(book, pool, found.get(), call, at);
  }

  private static ForeignDecision answer(
      ForeignBook book, Pool pool, Framework framework, ForeignCall call, Instant at) {
    var calls = new Calls(book, pool, framework, at);
    return switch (call) {
      case ForeignCall.Teardown _ -> calls.teardown();
      case ForeignCall.Accept accept -> new Accepting(book, pool, framework, at).accept(accept);
      case ForeignCall.Decline decline -> calls.decline(decline);
      case ForeignCall.Revive revive -> calls.revive(revive);
      case ForeignCall.Suppress suppress -> calls.suppress(suppress);
      case ForeignCall.Kill kill -> calls.kill(kill);
      case ForeignCall.Acknowledge acknowledge -> calls.acknowledge(acknowledge);
      case ForeignCall.Reconcile reconcile -> calls.reconcile(reconcile);
    };
  }

  /** What follows for an agent after others took or gave room on it, or its standing changed. */
  public static List<ForeignFact> touched(ForeignBook book, Pool pool, AgentId agent, Instant at) {
    return Touching.touched(book, pool, agent, at);
  }

  /**
   * What follows from the time: offers and frameworks whose time is over, then a round of offers.
   */
  public static List<ForeignFact> due(ForeignBook book, Pool pool, Instant at, OfferRules rules) {
    var over = new Expiry(book, rules, at).facts();
    return over.isEmpty() ? new OfferRound(book, pool, rules, at).facts() : over;
  }

  /** When {@link #due} must be asked next, having answered nothing at {@code at}. */
  public static Optional<Instant> nextDue(ForeignBook book, Instant at, OfferRules rules) {
    var times = new ArrayList<Instant>();
    book.offers().stream()
        .findFirst()
        .ifPresent(offer -> times.add(offer.at().plus(rules.timeout())));
    book.unreachable().stream()
        .findFirst()
        .flatMap(book::task)
        .ifPresent(task -> times.add(task.at().plus(rules.unreachable())));
    for (var framework : book.frameworks()) {
      if (framework.connection() instanceof Connection.Broken broken) {
        times.add(broken.deadline());
      }
    }
    if (book.frameworks().stream().anyMatch(framework -> !framework.hungryRoles().isEmpty())) {
      var next = book.offeredAt().plus(rules.round());
      times.add(next.isAfter(at) ? next : at.plus(rules.round()));
    }
    return times.stream().min(Instant::compareTo);
  }
}
