package dev.ekiden.core.state;

import dev.ekiden.core.foreign.BookContents;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All of a state as values, for comparing two; its text is the same for the same facts. */
public record StateDump(
    long applied,
    List<App> apps,
    List<Agent> agents,
    Object quotas,
    List<Instance> instances,
    List<List<EndedInstance>> ended,
    List<Deployment> deployments,
    List<Integer> portCounts,
    List<Hold> holds,
    Brake brake,
    List<List<Long>> use,
    BookContents foreign,
    List<String> tallies,
    List<Integer> counts,
    List<Boolean> sharedServicePorts) {

  public static StateDump of(ClusterState state) {
    var ended = new ArrayList<List<EndedInstance>>();
    state.apps().forEach(app -> ended.add(state.endedOf(app.id())));
    var ports = new ArrayList<Integer>();
    state.agents().forEach(agent -> ports.add(state.portsTaken(agent.id())));
    return new StateDump(
        state.applied(),
        List.copyOf(state.apps()),
        List.copyOf(state.agents()),
        state.quotas(),
        List.copyOf(state.instances()),
        ended,
        List.copyOf(state.deployments()),
        ports,
        List.copyOf(state.holds()),
        state.brake(),
        use(state),
        state.foreign().contents(),
        tallies(state),
        List.of(state.instanceCount(), state.silentAgents(), state.runningDeployments()),
        sharedServicePorts(state));
  }

  /** The first thing in which two differ, for people. */
  public String difference(StateDump other) {
    for (var component : StateDump.class.getRecordComponents()) {
      try {
        var mine = component.getAccessor().invoke(this);
        var others = component.getAccessor().invoke(other);
        if (!mine.equals(others)) {
          return component.getName() + ": " + difference(mine, others);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return "in the text only";
  }

  private static String difference(Object mine, Object others) {
    if (mine instanceof List<?> one && others instanceof List<?> other) {
      for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
        if (!one.get(i).equals(other.get(i))) {
          return one.get(i) + " / " + other.get(i);
        }
      }
      return one.size() + " / " + other.size();
    }
    return mine + " / " + others;
  }

  /** What each version of each app has in which state, and where. */
  private static List<String> tallies(ClusterState state) {
    var tallies = new ArrayList<String>();
    for (var app : state.apps()) {
      for (var version : state.liveVersions(app.id())) {
        var tally = state.tally(app.id(), version);
        var places = new TreeMap<Integer, Integer>();
        tally.places().forEach(places::put);
        tallies.add(
            "%s %s: %d %d %d %d %d %d %s"
                .formatted(
                    app.id(),
                    version,
                    tally.live(),
                    tally.active(),
                    tally.serving(),
                    tally.ready(),
                    tally.toReplace(),
                    tally.unreachable(),
                    places));
      }
    }
    return tallies;
  }

  private static List<Boolean> sharedServicePorts(ClusterState state) {
    var shared = new ArrayList<Boolean>();
    for (var app : state.apps()) {
      for (int port : app.servicePorts()) {
        shared.add(state.servicePortTaken(port, app.id()));
      }
    }
    return shared;
  }

  /** What each app's groups want and have. */
  private static List<List<Long>> use(ClusterState state) {
    var use = new ArrayList<List<Long>>();
    for (var app : state.apps()) {
      for (var group : app.id().groups()) {
        for (var sum : List.of(state.use(group).wanted(), state.use(group).live())) {
          use.add(
              List.of(
                  sum.cpuMillis(),
                  sum.memMib(),
                  sum.diskMib(),
                  sum.gpus(),
                  sum.instances(),
                  sum.ports()));
        }
      }
    }
    return use;
  }
}
