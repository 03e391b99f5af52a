package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
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
import dev.ekiden.core.model.Veto;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that has become true. Facts are all that the journal holds: the same facts in the same
 * order give the same state, on the leader, on a standby and after a restart.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Fact {

  /** An app has this definition now; new if its id was unknown. */
  record AppDefined(
      AppSpec spec,
      Instant version,
      Instant configVersion,
      Instant scaledAt,
      List<Integer> servicePorts)
      implements Fact {}

  /** The app is no longer wanted; its instances may still be ending. */
  record AppRemoved(AppId app) implements Fact {}

  /** A deployment is under way and holds the lock of its app. */
  record DeploymentStarted(
      DeploymentId id,
      AppId app,
      Deployment.Kind kind,
      String by,
      Instant version,
      int wanted,
      Instant at)
      implements Fact {}

  /** A deployment is over, and how. */
  record DeploymentEnded(DeploymentId id, Deployment.State state, String sentence, Instant at)
      implements Fact {}

  /** The project has these limits. */
  record QuotaSet(ProjectId project, Quota quota) implements Fact {}

  /** The agent has said hello: it is ready with this description. */
  record AgentJoined(AgentSpec spec, Instant at) implements Fact {}

  /** The agent was silent for too long and gets nothing until it says hello again. */
  record AgentLost(AgentId agent, Instant at) implements Fact {}

  /** Room is reserved on the agent and it will be told to run the instance. */
  record InstancePlaced(
      InstanceId id,
      AppId app,
      Instant configVersion,
      AgentId agent,
      List<Integer> ports,
      Instant at)
      implements Fact {}

  /** The instance got so far. */
  record InstanceStepped(InstanceId id, Milestone milestone, Instant at) implements Fact {}

  /** The instance runs, as this process on its agent. */
  record InstanceRunning(InstanceId id, long pid, Instant at) implements Fact {}

  /** The instance is healthy, or is not, for this cause. */
  record InstanceChecked(InstanceId id, boolean healthy, String cause, Instant at)
      implements Fact {}

  /** It is to end: out of the routes at once, then SIGTERM. */
  record InstanceKillDecided(InstanceId id, String reason, Instant at) implements Fact {}

  /** It is over and its room is free. */
  record InstanceEnded(InstanceId id, End end) implements Fact {}

  /** The app starts nothing before {@code until}. */
  record AppPaused(AppId app, Instant until, Duration delay, int deaths) implements Fact {}

  /** The app may start instances at once again. */
  record AppUnpaused(AppId app) implements Fact {}

  /** So many instances have no place. */
  record AppWaits(AppId app, Instant since, int missing, List<Veto> vetoes) implements Fact {}

  /** All instances of the app have a place. */
  record AppWaitsNoMore(AppId app) implements Fact {}
}
