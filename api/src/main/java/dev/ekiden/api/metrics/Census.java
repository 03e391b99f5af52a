package dev.ekiden.api.metrics;

import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.ClusterState;

/**
 * How many there are of what. Costs in proportion to agents and to versions of apps: the state
 * keeps tallies of instances by these.
 */
record Census(AgentCount agents, InstanceCount instances, int apps, int deployments) {
  /**
   * Agents by where they stand.
   *
   * @param draining being emptied, or empty
   * @param silent not reporting, whether or not they are to be emptied
   */
  record AgentCount(int open, int draining, int silent) {}

  /**
   * Instances, each in one of these.
   *
   * @param serving running, and healthy where they are asked
   * @param coming wanted, on agents that report, and not serving
   * @param unreachable on silent agents, those included that were given up and are remembered
   * @param ending told to end
   */
  record InstanceCount(int serving, int coming, int unreachable, int ending) {}

  static Census of(ClusterState state) {
    return new Census(
        agents(state), instances(state), state.apps().size(), state.runningDeployments());
  }

  private static AgentCount agents(ClusterState state) {
    int draining =
        Math.toIntExact(
            state.agents().stream().filter(agent -> agent.standing() == Standing.DRAINING).count());
    int silent = state.silentAgents();
    return new AgentCount(state.agentCount() - silent - draining, draining, silent);
  }

  private static InstanceCount instances(ClusterState state) {
    int serving = 0;
    int active = 0;
    int unreachable = 0;
    int givenUp = 0;
    int ending = 0;
    for (var app : state.crews()) {
      for (var version : state.liveVersions(app)) {
        var tally = state.tally(app, version);
        serving += tally.serving();
        active += tally.active();
        unreachable += tally.unreachable();
        givenUp += tally.inactive();
        ending += tally.ending() - tally.inactive();
      }
    }
    return new InstanceCount(
        serving, active - serving - unreachable, unreachable + givenUp, ending);
  }
}
