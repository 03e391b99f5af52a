package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import java.time.Instant;
import java.util.List;

/** Something that happened. Each event carries its own time: this module never reads a clock. */
public sealed interface Event {
  Instant at();

  /** Somebody wants an app to be so. */
  record AppSubmitted(Instant at, String by, AppSpec spec, Expectation expected, boolean force)
      implements Event {}

  /** Somebody wants an app gone, instances and all. */
  record AppDeleted(Instant at, String by, AppId app, boolean force) implements Event {}

  /** Somebody wants all instances of an app to be new ones. */
  record AppRestarted(Instant at, String by, AppId app, boolean force) implements Event {}

  /**
   * Somebody wants instances gone.
   *
   * @param scale whether the wanted number goes down with them; else they are replaced
   */
  record InstancesKilled(
      Instant at, String by, AppId app, List<InstanceId> instances, boolean scale)
      implements Event {}

  /** Leave the app as it is now and let go of its lock. */
  record DeploymentCancelled(Instant at, String by, DeploymentId deployment) implements Event {}

  /** An admin sets a project's limits. */
  record QuotaChanged(Instant at, String by, ProjectId project, Quota quota) implements Event {}

  /** An agent said hello; orders and its own reports then bring its instances up to date. */
  record AgentHello(Instant at, AgentSpec agent) implements Event {}

  /** An agent has been silent for longer than allowed. */
  record AgentSilent(Instant at, AgentId agent) implements Event {}

  /** An instance got further on its way to running. */
  record InstanceStepped(Instant at, InstanceId instance, Milestone milestone) implements Event {}

  /** An instance runs, as this process on its agent. */
  record InstanceStarted(Instant at, InstanceId instance, long pid) implements Event {}

  /** The health of an instance changed. */
  record InstanceChecked(Instant at, InstanceId instance, boolean healthy, String cause)
      implements Event {}

  /** Nothing of an instance runs any more. */
  record InstanceDied(Instant at, InstanceId instance, End end) implements Event {}

  /** Time has passed: look at everything again. */
  record Tick(Instant at) implements Event {}

  /** What must hold of the app for a submission to count. */
  sealed interface Expectation {

    /** It must not exist. */
    record New() implements Expectation {}

    /** It may exist or not. */
    record Any() implements Expectation {}

    /** It must exist in just this version. */
    record Unchanged(Instant version) implements Expectation {}
  }
}
