package dev.ekiden.core.state;

import dev.ekiden.core.model.GroupId;

/** What each fact does to the state: sends each to those who know its subject. */
final class Applier {
  private Applier() {}

  static void apply(ClusterState state, Fact fact, Watcher watcher) {
    switch (fact) {
      case Fact.AppDefined _,
          Fact.AppRemoved _,
          Fact.AppCounted _,
          Fact.AppPaused _,
          Fact.AppUnpaused _,
          Fact.AppWaits _,
          Fact.AppWaitsForQuota _,
          Fact.AppWaitsNoMore _,
          Fact.RunStarted _,
          Fact.RunEnded _ ->
          new AppFacts(state, watcher).apply(fact);
      case Fact.DeploymentStarted _,
          Fact.DeploymentStepped _,
          Fact.DeploymentPaused _,
          Fact.DeploymentResumed _,
          Fact.CanaryMoved _,
          Fact.DeploymentEnded _ ->
          new DeploymentFacts(state, watcher).apply(fact);
      case Fact.QuotaSet(var group, var quota, _) -> {
        state.quotas.put(group, quota);
        watcher.quotaFreed();
        changedIn(state, group, watcher);
      }
      case Fact.AgentJoined _,
          Fact.AgentLost _,
          Fact.AgentDrainAsked _,
          Fact.AgentDrained _,
          Fact.AgentActivated _,
          Fact.AgentRemoved _,
          Fact.BrakeEngaged _,
          Fact.BrakeReleased _,
          Fact.RoomHeld _,
          Fact.RoomReleased _ ->
          new AgentFacts(state, watcher).apply(fact);
      case Fact.InstancePlaced _,
          Fact.InstanceStepped _,
          Fact.InstanceRunning _,
          Fact.InstanceChecked _,
          Fact.InstanceReadied _,
          Fact.InstanceListened _,
          Fact.InstanceReturned _,
          Fact.InstanceInactive _,
          Fact.InstanceReplaceDecided _,
          Fact.InstanceKept _,
          Fact.InstanceKillDecided _,
          Fact.InstanceResizeAsked _,
          Fact.InstanceResized _,
          Fact.InstanceResizeRefused _,
          Fact.InstanceEnded _ ->
          new InstanceFacts(state, watcher).apply(fact);
      case Fact.Foreign(var foreign) -> new ForeignFacts(state, watcher).apply(foreign);
      case Fact.StrayFound _ -> {
        // For whoever tells the agent; nobody's state.
      }
    }
  }

  private static void changedIn(ClusterState state, GroupId group, Watcher watcher) {
    for (var id : state.apps.keySet()) {
      if (id.groups().contains(group)) {
        watcher.changed(id);
      }
    }
  }
}
