package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.Connection;
import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Frameworks come, go and come back. */
final class Streams {
  private final ForeignBook book;
  private final OfferRules rules;
  private final Instant at;
  private final ForeignDecision.Draft draft = new ForeignDecision.Draft();

  Streams(ForeignBook book, OfferRules rules, Instant at) {
    this.book = book;
    this.rules = rules;
    this.at = at;
  }

  ForeignDecision subscribe(Subscription subscription) {
    return switch (subscription) {
      case Subscription.First(var spec, var suppressed) -> join(newId(), spec, suppressed, false);
      case Subscription.Again again -> again(again);
    };
  }

  private ForeignDecision again(Subscription.Again again) {
    var id = again.framework();
    if (book.barred(id).isPresent()) {
      return ForeignDecision.refused(
          ForeignReply.Refusal.FRAMEWORK_REMOVED, "Framework has been removed");
    }
    var known = book.framework(id);
    if (known.isEmpty()) {
      return join(id, again.spec(), again.suppressed(), false);
    }
    var before = known.get().spec();
    if (!before.principal().equals(again.spec().principal())) {
      return ForeignDecision.refused(
          ForeignReply.Refusal.PRINCIPAL_DIFFERS,
          "framework %s belongs to another principal".formatted(id.value()));
    }
    Removal.rescind(book, id, ForeignFact.Why.FRAMEWORK_AWAY, at).ifPresent(draft::fact);
    return join(id, before.renewed(again.spec()), again.suppressed(), true);
  }

  private ForeignDecision join(
      FrameworkId id, FrameworkSpec spec, List<String> suppressed, boolean again) {
    var roles = suppressed.stream().filter(spec.roles()::contains).distinct().sorted().toList();
    draft.fact(new ForeignFact.FrameworkSubscribed(id, spec, roles, at));
    return draft.reply(new ForeignReply.Subscribed(id, again));
  }

  /** Never one that a client has chosen before. */
  private FrameworkId newId() {
    long number = book.named();
    var id = id(number);
    while (book.framework(id).isPresent() || book.barred(id).isPresent()) {
      number++;
      id = id(number);
    }
    return id;
  }

  private FrameworkId id(long number) {
    return new FrameworkId(at.toEpochMilli() + "-F" + number);
  }

  ForeignDecision broken(FrameworkId id) {
    book.framework(id)
        .filter(Framework::connected)
        .ifPresent(framework -> disconnect(framework, framework.spec().failoverTimeout()));
    return draft.done();
  }

  ForeignDecision leaderChanged() {
    for (var framework : book.frameworks()) {
      var timeout = framework.spec().failoverTimeout();
      switch (framework.connection()) {
        case Connection.Open _ ->
            disconnect(framework, timeout.compareTo(rules.grace()) > 0 ? timeout : rules.grace());
        case Connection.Broken(var since, var deadline) -> {
          var least = at.plus(rules.grace());
          if (deadline.isBefore(least)) {
            draft.fact(new ForeignFact.FrameworkDisconnected(framework.id(), since, least));
          }
        }
      }
    }
    return draft.done();
  }

  private void disconnect(Framework framework, Duration timeout) {
    Removal.rescind(book, framework.id(), ForeignFact.Why.FRAMEWORK_AWAY, at)
        .ifPresent(draft::fact);
    draft.fact(new ForeignFact.FrameworkDisconnected(framework.id(), at, at.plus(timeout)));
  }
}
