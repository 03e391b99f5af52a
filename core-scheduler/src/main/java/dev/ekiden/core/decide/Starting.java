package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.place.Explanation;
import dev.ekiden.core.place.PerAgent;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Hold;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds places for instances that an app misses, or says why there are none and makes room if it
 * may. A failed attempt costs as much as a search; only the first one is explained by asking every
 * agent.
 */
final class Starting {
  /**
   * In clusters up to this size a person reads the reasons agent by agent, so that changed ones are
   * told; in larger ones that would make a fact of every change anywhere.
   */
  static final int SMALL_CLUSTER = 100;

  /** Reasons that are kept as samples; all are counted in the funnel. */
  private static final int MOST_VETOES = 20;

  private Starting() {}

  /**
   * What came of it.
   *
   * @param placed how many of those asked for have a place
   * @param complete whether none of those asked for waits for room or quota
   */
  record Outcome(List<Fact> facts, int placed, boolean complete) {}

  static Outcome start(
      ClusterState state, AppId id, Need need, int portion, Instant at, Rules rules) {
    var app = state.app(id).orElseThrow();
    if (paused(app, at)) {
      // Its time is on the agenda; should it wait for room as well, it keeps its place in line.
      return new Outcome(List.of(), 0, true);
    }
    var spec = placing(app.definition(need.version()));
    var facts = new ArrayList<Fact>();
    int allowed = Math.min(portion, QuotaCheck.headroom(state, spec));
    int placed = 0;
    if (allowed > 0) {
      var placement = placement(state, spec, need.version());
      var spots = placement.place(allowed).spots();
      placed = spots.size();
      place(state, spec, need.version(), spots, at, facts);
      if (placed < allowed) {
        waitForRoom(state, app, spec, need.start() - placed, placement, at, facts);
        if (placed == 0) {
          // Else it is looked at again, with these in their places. The band is the one that the
          // app has now, also where an older version of it is started.
          var banded = spec.withPriority(app.spec().policy().priority());
          facts.addAll(Preempting.makeRoom(state, banded, need.version(), allowed, at, rules));
        }
        return new Outcome(facts, placed, false);
      }
    }
    if (placed < portion) {
      waitForQuota(state, app, spec, need.start() - placed, at, facts);
    } else if (placed == need.start() && !(app.waiting() instanceof Waiting.None)) {
      facts.add(new Fact.AppWaitsNoMore(id));
    }
    return new Outcome(facts, placed, placed == portion);
  }

  private static boolean paused(App app, Instant at) {
    return app.pause() instanceof Pause.Until until && at.isBefore(until.until());
  }

  private static AppSpec placing(AppSpec spec) {
    return spec.policy().workload() instanceof Workload.PerAgent ? PerAgent.placing(spec) : spec;
  }

  /** With the room that is held for the app. */
  private static Placement placement(ClusterState state, AppSpec spec, Instant version) {
    var placed = state.tally(spec.id(), version).places();
    var placement = Placement.of(state.pool(), spec, placed, state.applied());
    for (var hold : state.holdsOf(spec.id())) {
      placement.credit(state.pool().slotOf(hold.agent()), hold.resources());
    }
    return placement;
  }

  /** Held room is released before somebody takes it; what is left of it is held again. */
  private static void place(
      ClusterState state,
      AppSpec spec,
      Instant version,
      List<Placement.Spot> spots,
      Instant at,
      List<Fact> facts) {
    Map<AgentId, Hold> holds = new TreeMap<>();
    state.holdsOf(spec.id()).forEach(hold -> holds.put(hold.agent(), hold));
    Map<AgentId, Hold> used = new TreeMap<>();
    for (var spot : spots) {
      var hold = holds.get(spot.agent());
      if (hold != null && used.put(spot.agent(), hold) == null) {
        facts.add(new Fact.RoomReleased(spot.agent(), spec.id()));
      }
    }
    long number = state.applied();
    for (var spot : spots) {
      var id = Ids.instance(spec.id(), at, number++);
      facts.add(new Fact.InstancePlaced(id, spec.id(), version, spot.agent(), spot.ports(), at));
    }
    for (var hold : used.values()) {
      int here = (int) spots.stream().filter(it -> it.agent().equals(hold.agent())).count();
      int left = Preempting.count(hold, spec.resources()) - here;
      if (left > 0) {
        var rest = spec.resources().times(left);
        facts.add(new Fact.RoomHeld(hold.agent(), spec.id(), rest, hold.until()));
      }
    }
  }

  private static void waitForRoom(
      ClusterState state,
      App app,
      AppSpec spec,
      int missing,
      Placement placement,
      Instant at,
      List<Fact> facts) {
    boolean small = state.pool().agents().size() <= SMALL_CLUSTER;
    if (!small && app.waiting() instanceof Waiting.ForRoom was) {
      if (was.missing() != missing) {
        facts.add(new Fact.AppWaits(app.id(), was.since(), missing, was.vetoes(), was.funnel()));
      }
      return;
    }
    var since = since(app).orElse(at);
    var vetoes = placement.vetoes();
    var funnel = Explanation.funnel(state.pool(), spec, vetoes);
    var next = new Waiting.ForRoom(since, missing, sample(vetoes), funnel);
    if (!next.equals(app.waiting())) {
      facts.add(new Fact.AppWaits(app.id(), since, missing, next.vetoes(), next.funnel()));
    }
  }

  /** Some of each kind, in order of the agents. */
  private static List<Veto> sample(List<Veto> vetoes) {
    if (vetoes.size() <= MOST_VETOES) {
      return vetoes;
    }
    var byKind = new LinkedHashMap<Class<?>, ArrayDeque<Veto>>();
    vetoes.forEach(
        veto -> byKind.computeIfAbsent(veto.getClass(), _ -> new ArrayDeque<>()).add(veto));
    var sample = new ArrayList<Veto>();
    while (sample.size() < MOST_VETOES) {
      for (var kind : byKind.values()) {
        if (!kind.isEmpty() && sample.size() < MOST_VETOES) {
          sample.add(kind.removeFirst());
        }
      }
    }
    sample.sort(Comparator.comparing(Veto::agent));
    return sample;
  }

  private static Optional<Instant> since(App app) {
    return switch (app.waiting()) {
      case Waiting.None _ -> Optional.empty();
      case Waiting.ForRoom room -> Optional.of(room.since());
      case Waiting.ForQuota quota -> Optional.of(quota.since());
    };
  }

  /** Not said while instances of the app are ending, as these make room in its quota. */
  private static void waitForQuota(
      ClusterState state, App app, AppSpec spec, int missing, Instant at, List<Fact> facts) {
    for (var version : state.liveVersions(app.id())) {
      var tally = state.tally(app.id(), version);
      if (tally.ending() > tally.inactive()) {
        return;
      }
    }
    var gaps = QuotaCheck.gaps(state, spec);
    var next = new Waiting.ForQuota(since(app).orElse(at), missing, gaps);
    if (!next.equals(app.waiting())) {
      facts.add(new Fact.AppWaitsForQuota(app.id(), next.since(), missing, gaps));
    }
  }
}
