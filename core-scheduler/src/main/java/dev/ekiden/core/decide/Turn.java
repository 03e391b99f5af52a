package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.offers.OfferDesk;
import dev.ekiden.core.share.FairQueue;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One turn of the control loop: settles every app that was touched or whose time has come. Apps
 * that miss instances are served in fair order, a portion each, so that no project takes the last
 * room because of its name.
 */
final class Turn {
  /** Looks at one app in one turn; beyond it a rule contradicts itself. */
  private static final int MOST_LOOKS = 100_000;

  /** Instances placed for an app before others are served, where several miss some. */
  private static final int PORTION = 10;

  /** Of looking what follows for foreign frameworks; beyond it a rule contradicts itself. */
  private static final int MOST_FOREIGN_ROUNDS = 16;

  private final ClusterState state;
  private final Docket docket;
  private final Instant at;
  private final Rules rules;
  private final List<Fact> facts = new ArrayList<>();
  private final Map<AppId, Integer> looks = new LinkedHashMap<>();
  private final Map<AppId, Need> wanting = new LinkedHashMap<>();
  private final FairQueue queue;

  Turn(ClusterState state, Docket docket, Instant at, Rules rules) {
    this.state = state;
    this.docket = docket;
    this.at = at;
    this.rules = rules;
    this.queue = new FairQueue(state);
  }

  List<Fact> facts() {
    return facts;
  }

  void apply(List<Fact> next) {
    for (var fact : next) {
      state.apply(fact, docket);
      facts.add(fact);
    }
  }

  void settle() {
    docket.wake(at);
    do {
      if (docket.takeAgentsChanged()) {
        apply(Surroundings.look(state, at, rules));
      }
      docket.takeHopeful(state, wanting.isEmpty()).forEach(docket::changed);
      lookAtAll();
    } while (docket.startsLeft() > 0 && startOne());
    if (docket.startsLeft() <= 0) {
      wanting.keySet().forEach(docket::postponed);
    }
    docket.surroundingsDue(Surroundings.nextLook(state, at, rules));
    settleForeign();
  }

  /** Comes last: offers show what our own apps have left. */
  private void settleForeign() {
    boolean due = docket.foreignDue(at);
    int seen = 0;
    for (int round = 0; round < MOST_FOREIGN_ROUNDS; round++) {
      var next = Foreigners.follow(state, facts.subList(seen, facts.size()), at);
      seen = facts.size();
      if (next.isEmpty() && due) {
        next = Foreigners.due(state, at, rules);
      }
      if (next.isEmpty()) {
        var later = OfferDesk.nextDue(state.foreign(), at, rules.offers());
        if (due) {
          docket.foreignLater(later);
        } else if (facts.stream().anyMatch(Fact.Foreign.class::isInstance)) {
          docket.foreignSooner(later);
        }
        return;
      }
      apply(next);
    }
    throw new IllegalStateException("does not settle: frameworks after " + facts.getLast());
  }

  private void lookAtAll() {
    for (var next = docket.next(); next.isPresent(); next = docket.next()) {
      look(next.get());
    }
  }

  private void look(AppId app) {
    if (looks.merge(app, 1, Integer::sum) > MOST_LOOKS) {
      throw new IllegalStateException("does not settle: " + app + " after " + facts.getLast());
    }
    wanting.remove(app);
    var need = Settling.need(state, app, at, rules);
    if (!need.facts().isEmpty()) {
      apply(need.facts());
      docket.changed(app);
      return;
    }
    if (need.start() > 0) {
      wanting.put(app, need);
      queue.add(app);
    } else {
      docket.waitsNoMore(app);
    }
    Settling.nextLook(state, app, at, rules)
        .ifPresentOrElse(due -> docket.later(app, due), () -> docket.never(app));
  }

  /** Serves the fairest of those that miss instances; whether there was one. */
  private boolean startOne() {
    while (true) {
      var first = queue.poll();
      if (first.isEmpty()) {
        return false;
      }
      var app = first.get();
      var need = wanting.remove(app);
      if (need != null) {
        int portion = wanting.isEmpty() ? need.start() : Math.min(need.start(), PORTION);
        portion = Math.min(portion, docket.startsLeft());
        var outcome = Starting.start(state, app, need, portion, at, rules);
        docket.started(outcome.placed());
        apply(outcome.facts());
        if (outcome.complete()) {
          docket.waitsNoMore(app);
        } else {
          state
              .app(app)
              .map(known -> known.definition(need.version()))
              .ifPresent(spec -> docket.waits(state, spec));
        }
        return true;
      }
    }
  }
}
