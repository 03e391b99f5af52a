package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds places for instances that an app misses, or says why there are none. */
final class Starting {
  private Starting() {}

  /**
   * What came of it.
   *
   * @param complete whether all that were asked for have a place
   */
  record Outcome(List<Fact> facts, boolean complete) {}

  static Outcome start(
      ClusterState state, AppId id, Need need, int portion, Instant at, Rules rules) {
    var app = state.app(id).orElseThrow();
    if (paused(app, at)) {
      return new Outcome(List.of(), false);
    }
    var facts = new ArrayList<Fact>();
    var spec = app.definition(need.version());
    int allowed = Math.min(portion, QuotaCheck.headroom(state, spec));
    var result = Placement.place(state, spec, need.version(), allowed);
    long number = state.applied();
    for (var spot : result.spots()) {
      facts.add(
          new Fact.InstancePlaced(
              Ids.instance(id, at, number++), id, need.version(), spot.agent(), spot.ports(), at));
    }
    boolean roomShort = result.spots().size() < allowed;
    boolean complete = result.spots().size() == portion;
    int missing = need.start() - result.spots().size();
    if (roomShort) {
      waitForRoom(app, missing, result, at, facts);
    } else if (!complete) {
      waitForQuota(state, app, spec, missing, at, facts);
    } else if (missing == 0 && !(app.waiting() instanceof Waiting.None)) {
      facts.add(new Fact.AppWaitsNoMore(id));
    }
    return new Outcome(facts, complete);
  }

  private static boolean paused(App app, Instant at) {
    return app.pause() instanceof Pause.Until until && at.isBefore(until.until());
  }

  private static void waitForRoom(
      App app, int missing, Placement.Answer result, Instant at, List<Fact> facts) {
    if (app.waiting() instanceof Waiting.ForRoom was) {
      if (was.missing() != missing || !was.vetoes().equals(result.vetoes())) {
        facts.add(new Fact.AppWaits(app.id(), was.since(), missing, result.vetoes(), Funnel.NONE));
      }
    } else {
      facts.add(new Fact.AppWaits(app.id(), at, missing, result.vetoes(), Funnel.NONE));
    }
  }

  /** Not said while instances of the app are ending, as these make room in its quota. */
  private static void waitForQuota(
      ClusterState state, App app, AppSpec spec, int missing, Instant at, List<Fact> facts) {
    boolean ending = false;
    for (var version : state.liveVersions(app.id())) {
      ending |= state.tally(app.id(), version).ending() > 0;
    }
    if (ending) {
      return;
    }
    var gaps = QuotaCheck.gaps(state, spec);
    var since = app.waiting() instanceof Waiting.ForQuota was ? was.since() : at;
    var next = new Waiting.ForQuota(since, missing, gaps);
    if (!next.equals(app.waiting())) {
      facts.add(new Fact.AppWaitsForQuota(app.id(), since, missing, gaps));
    }
  }
}
