package dev.ekiden.core.state;

import dev.ekiden.core.foreign.BookContents;
import java.util.ArrayList;
import java.util.List;

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
    BookContents foreign) {

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
        state.foreign().contents());
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
