package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import java.time.Instant;
import java.util.List;

/**
 * One live copy of an app. Life: placed → STARTING → RUNNING, and from either → KILLING; it leaves
 * the state when its agent reports its end or when its agent is given up.
 *
 * @param configVersion of the app it was started from
 * @param startedAt when it began to run; when placed, as long as it has not
 * @param pid on its agent, 0 until it runs
 * @param reached furthest milestone
 * @param remark latest thing worth telling about its health, or why it is being killed; may be
 *     empty
 */
public record Instance(
    InstanceId id,
    AppId app,
    Instant configVersion,
    AgentId agent,
    Resources resources,
    List<Integer> ports,
    Condition condition,
    Health health,
    Milestone reached,
    Instant placedAt,
    Instant startedAt,
    long pid,
    String remark) {

  /** Where it is in its life. */
  public enum Condition {
    STARTING,
    RUNNING,
    KILLING
  }

  /** What its checks say; NONE: it has none. */
  public enum Health {
    NONE,
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
  }

  public Instance {
    ports = List.copyOf(ports);
  }

  /** Runs and, if it has checks, passes them: may get traffic and counts for rollouts. */
  public boolean serves() {
    return condition == Condition.RUNNING && (health == Health.NONE || health == Health.HEALTHY);
  }

  public boolean active() {
    return condition != Condition.KILLING;
  }

  Instance stepped(Milestone milestone) {
    return milestone.compareTo(reached) > 0
        ? change(condition, health, milestone, startedAt, pid, remark)
        : this;
  }

  Instance running(long hostPid, Instant at) {
    var then = condition == Condition.KILLING ? condition : Condition.RUNNING;
    var milestone = health == Health.NONE ? Milestone.HEALTHY : Milestone.STARTED;
    var furthest = milestone.compareTo(reached) > 0 ? milestone : reached;
    return change(then, health, furthest, at, hostPid, remark);
  }

  Instance checked(boolean healthy, String cause) {
    return change(
        condition,
        healthy ? Health.HEALTHY : Health.UNHEALTHY,
        healthy ? Milestone.HEALTHY : reached,
        startedAt,
        pid,
        cause);
  }

  Instance killing(String reason) {
    return change(Condition.KILLING, health, reached, startedAt, pid, reason);
  }

  private Instance change(
      Condition nextCondition,
      Health nextHealth,
      Milestone nextReached,
      Instant nextStartedAt,
      long nextPid,
      String nextRemark) {
    return new Instance(
        id,
        app,
        configVersion,
        agent,
        resources,
        ports,
        nextCondition,
        nextHealth,
        nextReached,
        placedAt,
        nextStartedAt,
        nextPid,
        nextRemark);
  }
}
