package dev.ekiden.core.decide;

import dev.ekiden.core.state.ClusterState;

/** What operators want of agents, and people of an app's delays. */
final class Operations {
  private Operations() {}

  static Decision resetDelay(ClusterState state, Event.DelayReset event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision drain(ClusterState state, Event.AgentDrainAsked event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision activate(ClusterState state, Event.AgentActivated event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision remove(ClusterState state, Event.AgentRemoved event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }
}
