package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import java.time.Instant;
import java.util.List;

/**
 * One live copy of an app. Life: placed → STARTING → RUNNING, and from either → KILLING; STARTING
 * or RUNNING → UNREACHABLE when its agent falls silent, back when the agent returns; UNREACHABLE →
 * INACTIVE when it is due to be replaced but not yet forgotten; KILLING → INACTIVE when its agent
 * falls silent, and UNREACHABLE → INACTIVE when it is told to end, as nobody hears that; INACTIVE →
 * RUNNING when its agent returns with it and it may go on, else KILLING. It leaves the state when
 * its agent reports its end or when it is given up. So what is UNREACHABLE or INACTIVE is on a
 * silent agent, and nothing else is.
 *
 * @param configVersion of the app that it runs: it was started from it, or has got its limits since
 * @param resources reserved for it
 * @param goal what is to become of it, beside what it does now
 * @param startedAt when it began to run; when placed, as long as it has not
 * @param since when it last got further: placed, a step, running, unreachable, told to end; an
 *     inactive one keeps when it became unreachable
 * @param pid on its agent, 0 until it runs
 * @param reached furthest milestone
 * @param kills how often it has been told to end
 * @param remark why it is to be replaced or to end; else the latest thing worth telling about its
 *     health; may be empty
 * @param address of its own network; empty until it runs, and in the machine's network
 * @param unallocated ports on which it has listened without having been given them
 * @param resize whether it is being given other limits
 */
public record Instance(
    InstanceId id,
    AppId app,
    Instant configVersion,
    AgentId agent,
    Resources resources,
    List<Integer> ports,
    Condition condition,
    Goal goal,
    Health health,
    Readiness readiness,
    Milestone reached,
    Instant placedAt,
    Instant startedAt,
    Instant since,
    long pid,
    int kills,
    String remark,
    String address,
    UnallocatedPorts unallocated,
    Resize resize) {
  /** Where it is in its life. */
  public enum Condition {
    STARTING,
    RUNNING,
    /** Its agent is silent; it may well be running. */
    UNREACHABLE,
    /**
     * Unreachable, replaced: it no longer counts, or is meant to end anyway. Should it come back,
     * it serves until its replacement does.
     */
    INACTIVE,
    KILLING
  }

  /** What is to become of it. */
  public enum Goal {
    /** It is to go on. */
    RUN,
    /** It is to end once another one serves in its place. */
    REPLACE,
    /** It is to end. */
    STOP
  }

  /** What its checks say; NONE: it has none. */
  public enum Health {
    NONE,
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
  }

  /** Whether it says that a rollout may go on; NONE: it is not asked. */
  public enum Readiness {
    NONE,
    WAITING,
    READY
  }

  public Instance {
    ports = List.copyOf(ports);
    // Snapshots of old know only the machine's network.
    address = address == null ? "" : address;
    unallocated = unallocated == null ? UnallocatedPorts.NONE : unallocated;
    resize = resize == null ? Resize.NOTHING : resize;
  }

  /** Runs and, if it has checks, passes them: may get traffic and counts for rollouts. */
  public boolean serves() {
    return condition == Condition.RUNNING && (health == Health.NONE || health == Health.HEALTHY);
  }

  /** Serves and has said that it is ready, if it is asked. */
  public boolean ready() {
    return serves() && readiness != Readiness.WAITING;
  }

  /** Counts to the number wanted. */
  public boolean active() {
    return switch (condition) {
      case STARTING, RUNNING, UNREACHABLE -> true;
      case INACTIVE, KILLING -> false;
    };
  }

  /**
   * Whether it counts to the quotas of its groups. What was given up does not: its replacement has
   * to fit. Should it return, a quota may be exceeded until the surplus has ended.
   */
  public boolean charged() {
    return condition != Condition.INACTIVE;
  }

  /** Runs, and waits for its agent to say whether it has other limits now. */
  public boolean resizing() {
    return condition == Condition.RUNNING && resize instanceof Resize.Asked;
  }

  /** It is to have another size: until it has, the larger of both is its own. */
  Instance toResize(Resize.Asked asked) {
    return with(configVersion, resources.atLeast(asked.resources()), address, unallocated, asked);
  }

  /** It has another size, and so is one of another version. */
  Instance resized(Instant version, Resources size) {
    return with(version, size, address, unallocated, Resize.NOTHING);
  }

  /** It will not have another size; what it has now may never have been the smaller one. */
  Instance notResized(Resize.Refused refused, Resources size) {
    return with(configVersion, size, address, unallocated, refused);
  }

  Instance stepped(Milestone milestone, Instant at) {
    if (milestone.compareTo(reached) <= 0) {
      return this;
    }
    var then = condition == Condition.STARTING ? at : since;
    return change(
        condition, goal, health, readiness, milestone, startedAt, then, pid, kills, remark);
  }

  Instance running(long hostPid, String itsAddress, Instant at) {
    boolean starts = condition == Condition.STARTING || condition == Condition.RUNNING;
    var then = starts ? Condition.RUNNING : condition;
    var milestone = health == Health.NONE ? Milestone.HEALTHY : Milestone.STARTED;
    var furthest = milestone.compareTo(reached) > 0 ? milestone : reached;
    // What its agent or somebody else decided meanwhile has a clock of its own.
    var step = starts ? at : since;
    return change(then, goal, health, readiness, furthest, at, step, hostPid, kills, remark)
        .at(itsAddress);
  }

  Instance checked(boolean healthy, String cause) {
    return change(
        condition,
        goal,
        healthy ? Health.HEALTHY : Health.UNHEALTHY,
        readiness,
        healthy ? Milestone.HEALTHY : reached,
        startedAt,
        since,
        pid,
        kills,
        goal == Goal.RUN ? cause : remark);
  }

  Instance readied() {
    return change(
        condition, goal, health, Readiness.READY, reached, startedAt, since, pid, kills, remark);
  }

  Instance aiming(Goal next, String reason) {
    return change(
        condition, next, health, readiness, reached, startedAt, since, pid, kills, reason);
  }

  Instance killing(String reason, Instant at) {
    return change(
        Condition.KILLING,
        Goal.STOP,
        health,
        readiness,
        reached,
        startedAt,
        at,
        pid,
        kills + 1,
        reason);
  }

  /** Its agent does not report any more. */
  Instance silenced(Instant at) {
    return switch (condition) {
      case STARTING, RUNNING -> moved(Condition.UNREACHABLE, goal, at);
      case KILLING -> moved(Condition.INACTIVE, Goal.STOP, at);
      case UNREACHABLE, INACTIVE -> this;
    };
  }

  /** It is to end, but nobody can tell it. */
  Instance abandoned(String reason) {
    return aiming(Goal.STOP, reason).moved(Condition.INACTIVE, Goal.STOP, since);
  }

  Instance inactive() {
    return moved(Condition.INACTIVE, goal, since);
  }

  Instance returned(boolean runs, Instant at) {
    return moved(runs ? Condition.RUNNING : Condition.STARTING, goal, at);
  }

  private Instance moved(Condition next, Goal nextGoal, Instant nextSince) {
    return change(
        next, nextGoal, health, readiness, reached, startedAt, nextSince, pid, kills, remark);
  }

  private Instance change(
      Condition nextCondition,
      Goal nextGoal,
      Health nextHealth,
      Readiness nextReadiness,
      Milestone nextReached,
      Instant nextStartedAt,
      Instant nextSince,
      long nextPid,
      int nextKills,
      String nextRemark) {
    return new Instance(
        id,
        app,
        configVersion,
        agent,
        resources,
        ports,
        nextCondition,
        nextGoal,
        nextHealth,
        nextReadiness,
        nextReached,
        placedAt,
        nextStartedAt,
        nextSince,
        nextPid,
        nextKills,
        nextRemark,
        address,
        unallocated,
        resize);
  }

  Instance listening(UnallocatedPorts onPorts) {
    return with(configVersion, resources, address, onPorts, resize);
  }

  private Instance at(String itsAddress) {
    return itsAddress.equals(address)
        ? this
        : with(configVersion, resources, itsAddress, unallocated, resize);
  }

  private Instance with(
      Instant version,
      Resources size,
      String itsAddress,
      UnallocatedPorts itsUnallocated,
      Resize nextResize) {
    return new Instance(
        id,
        app,
        version,
        agent,
        size,
        ports,
        condition,
        goal,
        health,
        readiness,
        reached,
        placedAt,
        startedAt,
        since,
        pid,
        kills,
        remark,
        itsAddress,
        itsUnallocated,
        nextResize);
  }
}
