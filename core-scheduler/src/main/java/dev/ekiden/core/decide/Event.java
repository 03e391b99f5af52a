package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.offers.ForeignEvent;
import java.time.Duration;
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

  /**
   * Somebody wants several apps changed at once, in one deployment: apps that others depend on
   * first, and what goes is stopped before, dependants first.
   *
   * @param cause why, if it was not just asked for; may be empty
   */
  record AppsChanged(Instant at, String by, List<Change> changes, boolean force, String cause)
      implements Event {
    public AppsChanged {
      changes = List.copyOf(changes);
    }
  }

  /** Leave the app as it is now and let go of its lock. */
  record DeploymentCancelled(Instant at, String by, DeploymentId deployment) implements Event {}

  /** Lead the apps back to what they were before the deployment, keeping what is healthy. */
  record DeploymentReverted(Instant at, String by, DeploymentId deployment) implements Event {}

  /** Replace nothing more for the time being. */
  record DeploymentPaused(Instant at, String by, DeploymentId deployment) implements Event {}

  /** Go on replacing. */
  record DeploymentResumed(Instant at, String by, DeploymentId deployment) implements Event {}

  /** The first instances of a new version are good: let the rest follow. */
  record CanaryPromoted(Instant at, String by, DeploymentId deployment) implements Event {}

  /** Forget how often instances of the app died, so that it may start some at once. */
  record DelayReset(Instant at, String by, AppId app) implements Event {}

  /** Start a run of a job now. */
  record JobTriggered(Instant at, String by, AppId app) implements Event {}

  /** End the run of a job. */
  record JobStopped(Instant at, String by, AppId app) implements Event {}

  /** An admin sets a group's limits. */
  record QuotaChanged(Instant at, String by, GroupId group, Quota quota) implements Event {
    public QuotaChanged(Instant at, String by, ProjectId project, Quota quota) {
      this(at, by, GroupId.of(project), quota);
    }
  }

  /**
   * An agent said hello.
   *
   * @param held all that it holds, ended ones excepted
   */
  record AgentHello(Instant at, AgentSpec agent, List<Held> held) implements Event {
    public AgentHello {
      held = List.copyOf(held);
    }

    /** One that holds nothing. */
    public AgentHello(Instant at, AgentSpec agent) {
      this(at, agent, List.of());
    }
  }

  /** An instance that an agent holds; {@code runs} unless it is still starting. */
  record Held(InstanceId instance, boolean runs) {}

  /**
   * An operator wants the agent empty, each app keeping its minimum.
   *
   * @param within after which whatever is left is ended; zero: never
   */
  record AgentDrainAsked(Instant at, String by, AgentId agent, Duration within) implements Event {}

  /** An operator lets the agent take instances again. */
  record AgentActivated(Instant at, String by, AgentId agent) implements Event {}

  /** An operator wants an agent forgotten that is silent or drained. */
  record AgentRemoved(Instant at, String by, AgentId agent) implements Event {}

  /** An agent has been silent for longer than allowed. */
  record AgentSilent(Instant at, AgentId agent) implements Event {}

  /** An instance got further on its way to running. */
  record InstanceStepped(Instant at, InstanceId instance, Milestone milestone) implements Event {}

  /**
   * An instance runs, as this process on its agent.
   *
   * @param address of its own network; empty in the machine's
   */
  record InstanceStarted(Instant at, InstanceId instance, long pid, String address)
      implements Event {
    /** One in its machine's network. */
    public InstanceStarted(Instant at, InstanceId instance, long pid) {
      this(at, instance, pid, "");
    }
  }

  /** The health of an instance changed. */
  record InstanceChecked(Instant at, InstanceId instance, boolean healthy, String cause)
      implements Event {}

  /** An instance says that it is ready. */
  record InstanceReadied(Instant at, InstanceId instance) implements Event {}

  /** An instance has been seen to listen on ports of its machine that it was not given. */
  record InstanceListened(Instant at, InstanceId instance, UnallocatedPorts unallocated)
      implements Event {}

  /**
   * An instance's agent says what limits it has now, having been asked for others.
   *
   * @param cpuMillis thousandths of a core; 0 with no memory if it does not run there
   * @param memMib MiB
   * @param refusal why they are not what was asked for; empty if they are
   */
  record InstanceResized(
      Instant at, InstanceId instance, long cpuMillis, long memMib, String refusal)
      implements Event {}

  /** Nothing of an instance runs any more. */
  record InstanceDied(Instant at, InstanceId instance, End end) implements Event {}

  /** Something happened to a foreign framework. */
  record Foreign(Instant at, ForeignEvent event) implements Event {}

  /** Time has passed: look at everything again. */
  record Tick(Instant at) implements Event {}

  /** What becomes of one app of several. */
  sealed interface Change {
    AppId app();

    /** It is to be so. */
    record Put(AppSpec spec, Expectation expected) implements Change {
      @Override
      public AppId app() {
        return spec.id();
      }
    }

    /** It is to go. */
    record Delete(AppId app) implements Change {}

    /** All its instances are to be new ones. */
    record Restart(AppId app) implements Change {}
  }

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
