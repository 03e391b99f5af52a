package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.place.PerAgent;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Apps that run once on each agent: their number follows the agents. It counts the open agents that
 * roles and constraints let take one; the instances on agents that are silent, as these are not
 * replaced elsewhere and nothing has changed should their agents come back; and those on agents
 * that are being drained, as these end last of all there (see {@link Drains}).
 */
final class PerAgentApps {
  private PerAgentApps() {}

  /** For when agents came, went or changed. */
  static List<Fact> look(ClusterState state, Instant at) {
    var facts = new ArrayList<Fact>();
    for (var id : state.perAgentApps()) {
      state.app(id).ifPresent(app -> facts.addAll(look(state, app, at)));
    }
    return facts;
  }

  /** Nothing where the number is right already, which costs no more than reading it. */
  static List<Fact> look(ClusterState state, App app, Instant at) {
    if (!(app.spec().policy().workload() instanceof Workload.PerAgent)) {
      return List.of();
    }
    int count = count(state, app.spec());
    if (count == app.spec().instances()) {
      return List.of();
    }
    var facts = new ArrayList<Fact>();
    // Before the number falls, so that these go and no others.
    for (var instance : state.walk(app.id(), true)) {
      int slot = state.pool().slotOf(instance.agent());
      if (instance.active()
          && state.pool().standing(slot) == Standing.OPEN
          && !PerAgent.isFor(state.pool(), app.spec(), slot)) {
        var reason = "its agent no longer runs this app";
        facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
      }
    }
    facts.add(new Fact.AppCounted(app.id(), count));
    return facts;
  }

  /** How many instances such an app is to have now. */
  static int count(ClusterState state, AppSpec spec) {
    int count = PerAgent.count(state.pool(), spec);
    for (var version : state.liveVersions(spec.id())) {
      count += state.tally(spec.id(), version).unreachable();
    }
    for (var agent : state.drainingAgents()) {
      int slot = state.pool().slotOf(agent.id());
      boolean has =
          state.liveVersions(spec.id()).stream()
              .anyMatch(version -> state.tally(spec.id(), version).places().get(slot) > 0);
      count += has && agent.ready() ? 1 : 0;
    }
    return Math.min(count, AppSpec.MOST_INSTANCES);
  }
}
