package dev.ekiden.core.rollout;

import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Tally;

/**
 * Counts of an app's instances, those of its version now apart from the others. Given-up ones
 * (INACTIVE) are left out: nobody waits for them.
 */
record Crew(Count current, Count old) {

  /**
   * @param live still there, those told to end included
   * @param active count to the wanted number
   * @param bad active, but to be replaced
   * @param badServing of {@code bad}, those that serve for the time being
   */
  record Count(int live, int active, int serving, int ready, int bad, int badServing) {
    static final Count NONE = new Count(0, 0, 0, 0, 0, 0);

    static Count of(Tally tally) {
      return new Count(
          tally.live() - tally.inactive(),
          tally.active(),
          tally.serving(),
          tally.ready(),
          tally.toReplace(),
          tally.servingToReplace());
    }

    Count plus(Count other) {
      return new Count(
          live + other.live,
          active + other.active,
          serving + other.serving,
          ready + other.ready,
          bad + other.bad,
          badServing + other.badServing);
    }

    /** Active ones that are to go on. */
    int good() {
      return active - bad;
    }

    int goodServing() {
      return serving - badServing;
    }

    int ending() {
      return live - active;
    }

    /** To be replaced, and nobody would miss them. */
    int badIdle() {
      return bad - badServing;
    }
  }

  static Crew of(ClusterState state, App app) {
    var old = Count.NONE;
    for (var version : state.liveVersions(app.id())) {
      if (!version.equals(app.configVersion())) {
        old = old.plus(Count.of(state.tally(app.id(), version)));
      }
    }
    return new Crew(Count.of(state.tally(app.id(), app.configVersion())), old);
  }

  Count all() {
    return current.plus(old);
  }
}
