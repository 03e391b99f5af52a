package dev.ekiden.core.sim;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Hold;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the journal says, in the plainest form: an own reading of the facts that shares no index
 * with the state that it is compared with.
 */
final class Shadow {
  final TreeMap<AppId, Known> apps = new TreeMap<>();
  final TreeMap<AgentId, Machine> machines = new TreeMap<>();
  final LinkedHashMap<InstanceId, Live> live = new LinkedHashMap<>();
  final Map<AppId, LinkedHashMap<InstanceId, Live>> ofApp = new HashMap<>();
  final Map<GroupId, Quota> quotas = new HashMap<>();
  final Map<GroupId, long[]> used = new HashMap<>();
  final Map<DeploymentId, List<AppId>> running = new HashMap<>();

  /** Running deployments of each app; two only while one takes over from another. */
  final Map<AppId, LinkedHashSet<DeploymentId>> locks = new HashMap<>();

  final Set<DeploymentId> deployments = new HashSet<>();
  final Set<InstanceId> placed = new HashSet<>();
  final Map<InstanceId, Instant> ended = new HashMap<>();
  final List<Hold> holds = new ArrayList<>();
  boolean braked;

  /** Stands for no waiting. */
  static final Fact NOT_WAITING = new Fact.AppWaitsNoMore(new AppId("/nobody"));

  /** An agent. */
  static final class Machine {
    AgentSpec spec;
    boolean silent;
    boolean draining;
    final LinkedHashMap<InstanceId, Live> live = new LinkedHashMap<>();

    Machine(AgentSpec spec) {
      this.spec = spec;
    }

    Resources sum() {
      return live.values().stream().map(it -> it.reserved).reduce(NONE, Resources::plus);
    }
  }

  private static final Resources NONE = Resources.NONE;

  /** An instance. */
  static final class Live {
    final Fact.InstancePlaced fact;

    /** Those of its version now: it may get another one as it runs. */
    AppSpec spec;

    Instant version;

    /** May be more than it has while it is to get another size. */
    Resources reserved;

    boolean asked;
    Instance.Condition condition = Instance.Condition.STARTING;
    Instance.Goal goal = Instance.Goal.RUN;
    Instance.Health health;
    Instance.Readiness readiness;

    /** When its agent fell silent, if it ever did. */
    Instant silentSince = Instant.MAX;

    /** Was once known to run. */
    boolean ran;

    /** Told to end as another one serves in its place. */
    boolean healed;

    Live(Fact.InstancePlaced fact, AppSpec spec, boolean isAskedWhetherReady) {
      this.fact = fact;
      this.spec = spec;
      version = fact.configVersion();
      reserved = spec.resources();
      health = spec.healthChecks().isEmpty() ? Instance.Health.NONE : Instance.Health.UNKNOWN;
      readiness =
          isAskedWhetherReady && !spec.readiness().isEmpty()
              ? Instance.Readiness.WAITING
              : Instance.Readiness.NONE;
    }

    boolean active() {
      return condition != Instance.Condition.KILLING && condition != Instance.Condition.INACTIVE;
    }

    @Override
    public String toString() {
      return fact.id().value() + " " + condition + " " + goal + " " + health;
    }

    boolean serves() {
      return condition == Instance.Condition.RUNNING && well();
    }

    boolean charged() {
      return condition != Instance.Condition.INACTIVE;
    }

    boolean well() {
      return health == Instance.Health.NONE || health == Instance.Health.HEALTHY;
    }

    void silenced(Instant at) {
      if (seen()) {
        silentSince = at;
        condition = Instance.Condition.UNREACHABLE;
      } else if (condition == Instance.Condition.KILLING) {
        condition = Instance.Condition.INACTIVE;
      }
    }

    boolean seen() {
      return condition == Instance.Condition.STARTING || condition == Instance.Condition.RUNNING;
    }
  }

  Collection<Live> of(AppId app) {
    return ofApp.getOrDefault(app, new LinkedHashMap<>()).values();
  }

  Quota quota(GroupId group) {
    return quotas.getOrDefault(group, Quota.NONE);
  }

  /** CPU, memory, disk, GPUs, instances and ports of the group's live instances. */
  long[] used(GroupId group) {
    return used.computeIfAbsent(group, _ -> new long[6]);
  }

  /** Wanted, or still wanted as before while a deployment is on its way. */
  int most(AppId app) {
    var known = apps.get(app);
    int wanted = known.spec.instances();
    return rolls(app) ? Math.max(wanted, known.before) : wanted;
  }

  /** By which the minimum is measured: what is kept meanwhile, where an app is to grow. */
  int least(AppId app) {
    var known = apps.get(app);
    int wanted = known.spec.instances();
    if (rolls(app) && known.wasJob) {
      return 0;
    }
    return rolls(app) && known.before > 0 ? Math.min(wanted, known.before) : wanted;
  }

  boolean rolls(AppId app) {
    return locks.containsKey(app);
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.AppDefined defined -> define(defined);
      case Fact.AppRemoved(var app) -> apps.remove(app);
      case Fact.AppCounted(var app, var count) ->
          apps.get(app).spec = apps.get(app).spec.withInstances(count);
      case Fact.AppPaused(var app, var until, _, _) -> apps.get(app).pausedUntil = until;
      case Fact.AppUnpaused(var app) -> apps.get(app).pausedUntil = Instant.MIN;
      case Fact.AppWaits waits -> apps.get(waits.app()).waiting = waits;
      case Fact.AppWaitsForQuota waits -> apps.get(waits.app()).waiting = waits;
      case Fact.AppWaitsNoMore(var app) -> apps.get(app).waiting = NOT_WAITING;
      case Fact.DeploymentStarted started -> start(started);
      case Fact.DeploymentEnded(var id, _, _, _) ->
          running.remove(id).forEach(app -> unlock(app, id));
      case Fact.QuotaSet(var group, var quota, _) -> quotas.put(group, quota);
      case Fact.DeploymentStepped _,
          Fact.DeploymentPaused _,
          Fact.DeploymentResumed _,
          Fact.CanaryMoved _,
          Fact.RunStarted _,
          Fact.RunEnded _,
          Fact.StrayFound _,
          Fact.Foreign _ -> {
        // Nothing that is counted here.
      }
      default -> applyToMachines(fact);
    }
  }

  private void start(Fact.DeploymentStarted fact) {
    var all = fact.actions().stream().map(Deployment.Action::app).toList();
    deployments.add(fact.id());
    running.put(fact.id(), all);
    for (var app : all) {
      if (apps.containsKey(app)) {
        var spec = apps.get(app).spec;
        apps.get(app).before = spec.instances();
        apps.get(app).wasJob = !spec.forEver();
      }
    }
    all.forEach(app -> locks.computeIfAbsent(app, _ -> new LinkedHashSet<>()).add(fact.id()));
  }

  private void unlock(AppId app, DeploymentId id) {
    var all = locks.get(app);
    all.remove(id);
    if (all.isEmpty()) {
      locks.remove(app);
    }
  }

  private void define(Fact.AppDefined fact) {
    var id = fact.spec().id();
    var known = apps.computeIfAbsent(id, _ -> new Known(fact.spec(), fact.configVersion()));
    if (!known.configVersion.equals(fact.configVersion())) {
      known.pausedUntil = Instant.MIN;
    }
    known.spec = fact.spec();
    known.configVersion = fact.configVersion();
    known.waiting = NOT_WAITING;
    known.definitions.put(fact.version(), fact.spec());
  }

  private void applyToMachines(Fact fact) {
    switch (fact) {
      case Fact.AgentJoined(var spec, _) -> {
        var machine = machines.computeIfAbsent(spec.id(), _ -> new Machine(spec));
        machine.spec = spec;
        machine.silent = false;
      }
      case Fact.AgentLost(var agent, var at) -> {
        var machine = machines.get(agent);
        machine.silent = true;
        for (var one : machine.live.values()) {
          recondition(one, () -> one.silenced(at));
        }
      }
      case Fact.AgentDrainAsked(var agent, _, _, _) -> machines.get(agent).draining = true;
      case Fact.AgentDrained _ -> {
        // It stays closed.
      }
      case Fact.AgentActivated(var agent, _, _) -> machines.get(agent).draining = false;
      case Fact.AgentRemoved(var agent, _, _) -> {
        machines.remove(agent);
        holds.removeIf(hold -> hold.agent().equals(agent));
      }
      case Fact.BrakeEngaged _ -> braked = true;
      case Fact.BrakeReleased _ -> braked = false;
      case Fact.RoomHeld(var agent, var app, var resources, var until) -> {
        holds.removeIf(hold -> hold.agent().equals(agent) && hold.app().equals(app));
        holds.add(new Hold(agent, app, resources, until));
      }
      case Fact.RoomReleased(var agent, var app) ->
          holds.removeIf(hold -> hold.agent().equals(agent) && hold.app().equals(app));
      case Fact.InstancePlaced placing -> place(placing);
      case Fact.InstanceEnded(var id, var end) -> end(id, end.at());
      default -> applyToInstance(fact);
    }
  }

  private void applyToInstance(Fact fact) {
    switch (fact) {
      case Fact.InstanceRunning(var id, _, _, _) -> {
        var one = live.get(id);
        one.ran = true;
        if (one.seen()) {
          one.condition = Instance.Condition.RUNNING;
        }
      }
      case Fact.InstanceChecked(var id, var healthy, _, _) ->
          live.get(id).health = healthy ? Instance.Health.HEALTHY : Instance.Health.UNHEALTHY;
      case Fact.InstanceReadied(var id, _) -> live.get(id).readiness = Instance.Readiness.READY;
      case Fact.InstanceReturned(var id, var runs, _) ->
          recondition(
              live.get(id),
              () ->
                  live.get(id).condition =
                      runs ? Instance.Condition.RUNNING : Instance.Condition.STARTING);
      case Fact.InstanceInactive(var id, _) ->
          recondition(live.get(id), () -> live.get(id).condition = Instance.Condition.INACTIVE);
      case Fact.InstanceReplaceDecided(var id, _, _) -> live.get(id).goal = Instance.Goal.REPLACE;
      case Fact.InstanceKept(var id, _, _) -> live.get(id).goal = Instance.Goal.RUN;
      case Fact.InstanceKillDecided(var id, _, _) -> {
        var one = live.get(id);
        one.healed |= one.goal == Instance.Goal.REPLACE;
        one.goal = Instance.Goal.STOP;
        boolean silent = machines.get(one.fact.agent()).silent;
        recondition(
            one,
            () ->
                one.condition = silent ? Instance.Condition.INACTIVE : Instance.Condition.KILLING);
      }
      case Fact.InstanceResizeAsked(var id, _, var size, _) ->
          reserve(live.get(id), live.get(id).reserved.atLeast(size), true);
      case Fact.InstanceResizeRefused(var id, _, var size, _, _) ->
          reserve(live.get(id), size, false);
      case Fact.InstanceResized(var id, var version, var size, _) -> {
        var one = live.get(id);
        reserve(one, size, false);
        one.version = version;
        one.spec = apps.get(one.fact.app()).definition(version);
      }
      case Fact.InstanceStepped _ -> {
        // Steps are not counted here.
      }
      default ->
          throw new IllegalStateException("a fact that the simulation does not know: " + fact);
    }
  }

  private void place(Fact.InstancePlaced fact) {
    var spec = apps.get(fact.app()).definition(fact.configVersion());
    var one = new Live(fact, spec, rolls(fact.app()));
    placed.add(fact.id());
    live.put(fact.id(), one);
    ofApp.computeIfAbsent(fact.app(), _ -> new LinkedHashMap<>()).put(fact.id(), one);
    machines.get(fact.agent()).live.put(fact.id(), one);
    use(one, 1);
  }

  private void end(InstanceId id, Instant at) {
    var one = live.remove(id);
    ended.put(id, at);
    ofApp.get(one.fact.app()).remove(id);
    machines.get(one.fact.agent()).live.remove(id);
    if (one.charged()) {
      use(one, -1);
    }
  }

  private void reserve(Live one, Resources size, boolean asked) {
    recondition(
        one,
        () -> {
          one.reserved = size;
          one.asked = asked;
        });
  }

  /** What was given up is not charged to its groups. */
  private void recondition(Live one, Runnable change) {
    if (one.charged()) {
      use(one, -1);
    }
    change.run();
    if (one.charged()) {
      use(one, 1);
    }
  }

  private void use(Live one, int sign) {
    var each = one.reserved;
    for (var group : one.fact.app().groups()) {
      var sum = used(group);
      sum[0] += sign * each.cpuMillis();
      sum[1] += sign * each.memMib();
      sum[2] += sign * each.diskMib();
      sum[3] += sign * each.gpus();
      sum[4] += sign;
      sum[5] += (long) sign * one.fact.ports().size();
    }
  }
}
