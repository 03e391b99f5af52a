package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.state.Fact;

/** Hands each fact to whom it concerns. */
final class Projecting {
  private final AppProjection apps;
  private final DeploymentProjection deployments;
  private final InstanceProjection instances;
  private final AgentProjection agents;

  Projecting(Sheet sheet) {
    var audit = new AuditTrail(sheet);
    deployments = new DeploymentProjection(sheet, audit);
    apps = new AppProjection(sheet, audit, deployments);
    instances = new InstanceProjection(sheet, audit);
    agents = new AgentProjection(sheet, audit, instances);
  }

  void project(Fact fact) {
    switch (fact) {
      case Fact.AppDefined _,
          Fact.AppRemoved _,
          Fact.AppCounted _,
          Fact.RunStarted _,
          Fact.RunEnded _,
          Fact.QuotaSet _ ->
          apps.project(fact);
      case Fact.DeploymentStarted _,
          Fact.DeploymentStepped _,
          Fact.DeploymentPaused _,
          Fact.DeploymentResumed _,
          Fact.CanaryMoved _,
          Fact.DeploymentEnded _ ->
          deployments.project(fact);
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
          instances.project(fact);
      case Fact.AgentJoined _,
          Fact.AgentLost _,
          Fact.AgentDrainAsked _,
          Fact.AgentDrained _,
          Fact.AgentActivated _,
          Fact.AgentRemoved _ ->
          agents.project(fact);
      // Passing states of the scheduler, of no interest once they are over.
      case Fact.AppPaused _,
          Fact.AppUnpaused _,
          Fact.AppWaits _,
          Fact.AppWaitsForQuota _,
          Fact.AppWaitsNoMore _,
          Fact.BrakeEngaged _,
          Fact.BrakeReleased _,
          Fact.RoomHeld _,
          Fact.RoomReleased _,
          Fact.StrayFound _,
          Fact.Foreign _ -> {}
    }
  }
}
