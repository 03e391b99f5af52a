package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.QuotaGap;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.model.Veto;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /**
   * An app that runs once on each agent is wanted so many times now, as agents came or went. Moves
   * no version.
   */
  record AppCounted(AppId app, int instances) implements Fact {}

  /**
   * A deployment is under way and holds the lock of its apps. Comes before the facts about the apps
   * themselves, so that what they were before is known.
   */
  record DeploymentStarted(
      DeploymentId id, List<Deployment.Action> actions, String by, String cause, Instant at)
      implements Fact {
    public DeploymentStarted {
      actions = List.copyOf(actions);
    }

    /** Journals once held deployments of one app each. */
    @JsonCreator
    static DeploymentStarted read(
        DeploymentId id,
        @Nullable List<Deployment.Action> actions,
        String by,
        @Nullable String cause,
        Instant at,
        @Nullable AppId app,
        Deployment.@Nullable Kind kind,
        @Nullable Instant version,
        int wanted) {
      var all = actions;
      if (all == null) {
        if (app == null || kind == null || version == null) {
          throw new IllegalArgumentException("a deployment of nothing: " + id);
        }
        all = List.of(new Deployment.Action(app, kind, version, wanted, 0));
      }
      return new DeploymentStarted(id, all, by, cause == null ? "" : cause, at);
    }
  }

  /** Everything before this step is done. */
  record DeploymentStepped(DeploymentId id, int step, Instant at) implements Fact {}

  /** Nothing more is replaced until it is resumed. */
  record DeploymentPaused(DeploymentId id, String by, Instant at) implements Fact {}

  /** Replacing goes on. */
  record DeploymentResumed(DeploymentId id, String by, Instant at) implements Fact {}

  /** The canary of the step under way got so far. */
  record CanaryMoved(DeploymentId id, Deployment.CanaryPhase phase, String by, Instant at)
      implements Fact {}

  /** A deployment is over, and how. */
  record DeploymentEnded(DeploymentId id, Deployment.State state, String sentence, Instant at)
      implements Fact {}

  /**
   * The group has these limits.
   *
   * @param by who set them; empty in journals from before this was noted
   */
  record QuotaSet(@JsonAlias("project") GroupId group, Quota quota, String by) implements Fact {
    public QuotaSet {
      by = Objects.requireNonNullElse(by, "");
    }
  }

  /** The agent has said hello: it is ready with this description. */
  record AgentJoined(AgentSpec spec, Instant at) implements Fact {}

  /** The agent was silent for too long and gets nothing until it says hello again. */
  record AgentLost(AgentId agent, Instant at) implements Fact {}

  /** The agent is to be emptied; see {@link Drain.Asked}. */
  record AgentDrainAsked(AgentId agent, String by, Instant at, Instant until) implements Fact {}

  /** The agent is empty. */
  record AgentDrained(AgentId agent, Instant at) implements Fact {}

  /** The agent takes instances again. */
  record AgentActivated(AgentId agent, String by, Instant at) implements Fact {}

  /** The agent is forgotten. */
  record AgentRemoved(AgentId agent, String by, Instant at) implements Fact {}

  /** So many agents fell silent at once that nothing of theirs is given up for the time being. */
  record BrakeEngaged(int silent, int known, Instant at) implements Fact {}

  /** What silent agents held is given up as usual. */
  record BrakeReleased(String why, Instant at) implements Fact {}

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
  record InstanceRunning(InstanceId id, long pid, Instant at, String address) implements Fact {
    public InstanceRunning {
      // Journals of old know only the machine's network.
      address = address == null ? "" : address;
    }

    /** One in its machine's network. */
    public InstanceRunning(InstanceId id, long pid, Instant at) {
      this(id, pid, at, "");
    }
  }

  /** The instance is healthy, or is not, for this cause. */
  record InstanceChecked(InstanceId id, boolean healthy, String cause, Instant at)
      implements Fact {}

  /** The instance says that it is ready. */
  record InstanceReadied(InstanceId id, Instant at) implements Fact {}

  /** These are all ports so far on which it listened without having been given them. */
  record InstanceListened(InstanceId id, UnallocatedPorts unallocated, Instant at)
      implements Fact {}

  /** Its agent is back with it. */
  record InstanceReturned(InstanceId id, boolean runs, Instant at) implements Fact {}

  /** It no longer counts; another one takes its place. */
  record InstanceInactive(InstanceId id, Instant at) implements Fact {}

  /** It is to end once another one serves in its place. */
  record InstanceReplaceDecided(InstanceId id, String reason, Instant at) implements Fact {}

  /** It may go on after all. */
  record InstanceKept(InstanceId id, String reason, Instant at) implements Fact {}

  /** It is to end: out of the routes at once, then SIGTERM. Decided again if it does not. */
  record InstanceKillDecided(InstanceId id, String reason, Instant at) implements Fact {}

  /**
   * The larger of what it has and this is reserved for it, and its agent will be told to give it
   * this as it runs.
   *
   * @param configVersion that it then is one of
   */
  record InstanceResizeAsked(InstanceId id, Instant configVersion, Resources resources, Instant at)
      implements Fact {}

  /** It has these limits now, without a restart, and so is one of this version. */
  record InstanceResized(InstanceId id, Instant configVersion, Resources resources, Instant at)
      implements Fact {}

  /**
   * It cannot be made one of this version as it runs, and this is not tried again.
   *
   * @param resources that stay reserved for it: what it has, or the most that it may have
   */
  record InstanceResizeRefused(
      InstanceId id, Instant configVersion, Resources resources, String why, Instant at)
      implements Fact {}

  /** It is over and its room is free. */
  record InstanceEnded(InstanceId id, End end) implements Fact {}

  /** An agent holds something that nobody wants; it is told to end it. */
  record StrayFound(AgentId agent, String instance, Instant at) implements Fact {}

  /** The app starts nothing before {@code until}. */
  record AppPaused(AppId app, Instant until, Duration delay, int deaths) implements Fact {}

  /** The app may start instances at once again. */
  record AppUnpaused(AppId app) implements Fact {}

  /** So many instances have no place. */
  record AppWaits(AppId app, Instant since, int missing, List<Veto> vetoes, Funnel funnel)
      implements Fact {
    public AppWaits {
      vetoes = List.copyOf(vetoes);
      funnel = funnel == null ? Funnel.NONE : funnel;
    }
  }

  /** So many instances would exceed a quota. */
  record AppWaitsForQuota(AppId app, Instant since, int missing, List<QuotaGap> gaps)
      implements Fact {
    public AppWaitsForQuota {
      gaps = List.copyOf(gaps);
    }
  }

  /** All instances of the app have a place. */
  record AppWaitsNoMore(AppId app) implements Fact {}

  /** Room on the agent is kept for an app for which others were ended. */
  record RoomHeld(AgentId agent, AppId app, Resources resources, Instant until) implements Fact {}

  /** The room is no longer kept. */
  record RoomReleased(AgentId agent, AppId app) implements Fact {}

  /** A run of a job begins. */
  record RunStarted(AppId app, int number, Instant configVersion, String cause, Instant at)
      implements Fact {}

  /** A run of a job is over. */
  record RunEnded(AppId app, boolean success, String sentence, Instant at) implements Fact {}

  /** Something about a foreign framework. */
  record Foreign(ForeignFact fact) implements Fact {}
}
