package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A cluster, what is sent to it, and a clock that moves when told: one second an event. */
final class World {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  final ClusterState state = new ClusterState();
  final List<Fact> log = new ArrayList<>();
  private Rules rules = Rules.DEFAULT;
  private Instant now = T0;
  private long pids = 100;

  static World of(AgentBuilder... agents) {
    var world = new World();
    for (var agent : agents) {
      world.send(new Event.AgentHello(world.now, agent.build()));
    }
    return world;
  }

  World servicePorts(int first, int last) {
    rules = new Rules(first, last);
    return this;
  }

  Decision send(Event event) {
    var decision = Scheduler.turn(state, event, rules);
    log.addAll(decision.facts());
    now = now.plusSeconds(1);
    return decision;
  }

  /** Only what the event itself changes; nothing is settled. */
  Decision only(Event event) {
    var decision = Scheduler.decide(state, event, rules);
    decision.facts().forEach(state::apply);
    log.addAll(decision.facts());
    return decision;
  }

  Instant now() {
    return now;
  }

  World pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  Decision tick() {
    return send(new Event.Tick(now));
  }

  Decision submit(AppBuilder app) {
    return submit(app.build(), new Event.Expectation.Any(), false);
  }

  Decision force(AppBuilder app) {
    return submit(app.build(), new Event.Expectation.Any(), true);
  }

  Decision submit(AppSpec spec, Event.Expectation expected, boolean force) {
    return send(new Event.AppSubmitted(now, "alice", spec, expected, force));
  }

  Decision delete(String app) {
    return send(new Event.AppDeleted(now, "alice", new AppId(app), false));
  }

  Decision restart(String app) {
    return send(new Event.AppRestarted(now, "alice", new AppId(app), false));
  }

  Decision kill(String app, boolean scale, InstanceId... ids) {
    return send(new Event.InstancesKilled(now, "alice", new AppId(app), List.of(ids), scale));
  }

  /** Several apps in one deployment. */
  Decision change(Event.Change... changes) {
    return send(new Event.AppsChanged(now, "alice", List.of(changes), false, ""));
  }

  static Event.Change put(AppBuilder app) {
    return new Event.Change.Put(app.build(), new Event.Expectation.Any());
  }

  static Event.Change gone(String app) {
    return new Event.Change.Delete(new AppId(app));
  }

  Decision revert(Decision deployment) {
    var id = accepted(deployment).deployment();
    return send(new Event.DeploymentReverted(now, "alice", id));
  }

  Decision pause(Decision deployment) {
    return send(new Event.DeploymentPaused(now, "alice", accepted(deployment).deployment()));
  }

  Decision resume(Decision deployment) {
    return send(new Event.DeploymentResumed(now, "alice", accepted(deployment).deployment()));
  }

  Decision promote(Decision deployment) {
    return send(new Event.CanaryPromoted(now, "alice", accepted(deployment).deployment()));
  }

  Decision cancel(DeploymentId id) {
    return send(new Event.DeploymentCancelled(now, "alice", id));
  }

  Decision quota(String project, long cpuMillis, long memMib, long instances) {
    return send(
        new Event.QuotaChanged(
            now, "admin", new ProjectId(project), new Quota(cpuMillis, memMib, instances)));
  }

  /** The agent says hello and holds just these. */
  Decision hello(AgentBuilder agent, Event.Held... held) {
    return send(new Event.AgentHello(now, agent.build(), List.of(held)));
  }

  Decision silence(String agent) {
    return send(new Event.AgentSilent(now, new AgentId(agent)));
  }

  Decision started(InstanceId id) {
    return send(new Event.InstanceStarted(now, id, pids++));
  }

  Decision checked(InstanceId id, boolean healthy) {
    var cause = healthy ? "GET /health answered 200" : "GET /health answered 503";
    return send(new Event.InstanceChecked(now, id, healthy, cause));
  }

  Decision died(InstanceId id, End.Cause cause) {
    var end = new End(cause, 1, "it ended", List.of(), now);
    return send(new Event.InstanceDied(now, id, end));
  }

  /** Its agent says that it has the limits asked for. */
  Decision resized(InstanceId id, long cpuMillis, long memMib) {
    return send(new Event.InstanceResized(now, id, cpuMillis, memMib, ""));
  }

  /** Its agent says that it still has these. */
  Decision refuses(InstanceId id, long cpuMillis, long memMib) {
    return send(new Event.InstanceResized(now, id, cpuMillis, memMib, "90 MiB are in use"));
  }

  /** All agents give the app's instances the limits that were asked for. */
  World resize(String app) {
    for (var instance : instances(app)) {
      if (instance.resizing() && instance.resize() instanceof Resize.Asked asked) {
        resized(instance.id(), asked.resources().cpuMillis(), asked.resources().memMib());
      }
    }
    return this;
  }

  /** All instances of the app that are starting now run, and pass their checks if they have any. */
  World serve(String app) {
    for (var instance : instances(app)) {
      if (instance.condition() == Instance.Condition.STARTING) {
        started(instance.id());
        if (instance.health() == Instance.Health.UNKNOWN) {
          checked(instance.id(), true);
        }
      }
    }
    return this;
  }

  /** All instances of the app that are told to end have ended. */
  World bury(String app) {
    for (var instance : instances(app)) {
      if (!instance.active()) {
        died(instance.id(), End.Cause.KILLED);
      }
    }
    return this;
  }

  /** An app that runs as wanted, its deployment over. */
  World running(AppBuilder app) {
    submit(app);
    return serve(app.build().id().path());
  }

  App app(String path) {
    return state.app(new AppId(path)).orElseThrow();
  }

  List<Instance> instances(String app) {
    return state.instancesOf(new AppId(app));
  }

  Instance first(String app) {
    return instances(app).getFirst();
  }

  List<Instance> active(String app) {
    return instances(app).stream().filter(Instance::active).toList();
  }

  /** Active ones of the version now. */
  List<Instance> current(String app) {
    var version = app(app).configVersion();
    return active(app).stream()
        .filter(instance -> instance.configVersion().equals(version))
        .toList();
  }

  long serving(String app) {
    return instances(app).stream().filter(Instance::serves).count();
  }

  Deployment deployment(Decision decision) {
    return state.deployment(accepted(decision).deployment()).orElseThrow();
  }

  static Decision.Reply.Accepted accepted(Decision decision) {
    return (Decision.Reply.Accepted) decision.reply();
  }

  static Problem problem(Decision decision) {
    return ((Decision.Reply.Refused) decision.reply()).problem();
  }

  static <F extends Fact> List<F> facts(Decision decision, Class<F> type) {
    return decision.facts().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
