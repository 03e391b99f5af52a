package dev.ekiden.core.state;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.UnallocatedPorts;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** What facts about instances do. */
final class InstanceFacts {
  private final ClusterState state;
  private final Watcher watcher;
  private final DeploymentFacts deployments;

  InstanceFacts(ClusterState state, Watcher watcher) {
    this.state = state;
    this.watcher = watcher;
    this.deployments = new DeploymentFacts(state, watcher);
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.InstancePlaced placed -> place(placed);
      case Fact.InstanceStepped(var id, var milestone, var at) ->
          change(id, at, instance -> instance.stepped(milestone, at));
      case Fact.InstanceRunning(var id, var pid, var at, var address) ->
          change(id, at, instance -> instance.running(pid, address, at));
      case Fact.InstanceChecked(var id, var healthy, var cause, var at) ->
          change(id, at, instance -> instance.checked(healthy, cause));
      case Fact.InstanceReadied(var id, var at) -> change(id, at, Instance::readied);
      case Fact.InstanceListened(var id, var ports, var at) ->
          change(id, at, instance -> instance.listening(ports));
      case Fact.InstanceReturned(var id, var runs, var at) ->
          change(id, at, instance -> instance.returned(runs, at));
      case Fact.InstanceInactive(var id, var at) -> change(id, at, Instance::inactive);
      case Fact.InstanceReplaceDecided(var id, var reason, var at) ->
          change(id, at, instance -> instance.aiming(Instance.Goal.REPLACE, reason));
      case Fact.InstanceKept(var id, var reason, var at) ->
          change(id, at, instance -> instance.aiming(Instance.Goal.RUN, reason));
      case Fact.InstanceKillDecided(var id, var reason, var at) ->
          change(
              id,
              at,
              instance ->
                  state.agents.isSilent(state.instances.slot(id))
                      ? instance.abandoned(reason)
                      : instance.killing(reason, at));
      case Fact.InstanceResizeAsked(var id, var version, var resources, var at) ->
          change(id, at, instance -> instance.toResize(new Resize.Asked(version, resources, at)));
      case Fact.InstanceResized(var id, var version, var resources, var at) ->
          change(id, at, instance -> instance.resized(version, resources));
      case Fact.InstanceResizeRefused(var id, var version, var resources, var why, var at) ->
          change(
              id, at, instance -> instance.notResized(new Resize.Refused(version, why), resources));
      case Fact.InstanceEnded(var id, var end) -> end(id, end);
      default -> throw new IllegalArgumentException("not about an instance: " + fact);
    }
  }

  private void place(Fact.InstancePlaced fact) {
    var app = state.apps.get(fact.app());
    int slot = state.agents.pool.slotOf(fact.agent());
    if (app == null || slot < 0 || state.instances.find(fact.id()).isPresent()) {
      return;
    }
    var spec = app.definition(fact.configVersion());
    var instance =
        new Instance(
            fact.id(),
            app.id(),
            fact.configVersion(),
            state.agents.pool.spec(slot).id(),
            spec.resources(),
            fact.ports(),
            Instance.Condition.STARTING,
            Instance.Goal.RUN,
            spec.healthChecks().isEmpty() ? Instance.Health.NONE : Instance.Health.UNKNOWN,
            readiness(app, spec),
            Milestone.PLACED,
            fact.at(),
            fact.at(),
            fact.at(),
            0,
            0,
            "",
            "",
            UnallocatedPorts.NONE,
            Resize.NOTHING);
    state.instances.add(instance, slot);
    state.index(instance, slot, 1);
    watcher.changed(app.id());
    deployments.reached(instance, fact.at());
    deployments.progress(app.id(), fact.at());
  }

  /** Asked during a deployment only, as Marathon does. */
  private Instance.Readiness readiness(App app, AppSpec spec) {
    return !spec.readiness().isEmpty() && state.deploymentOf(app.id()).isPresent()
        ? Instance.Readiness.WAITING
        : Instance.Readiness.NONE;
  }

  private void change(InstanceId id, Instant at, UnaryOperator<Instance> step) {
    var found = state.instances.find(id);
    if (found.isEmpty()) {
      return;
    }
    var next = step.apply(found.get());
    state.replace(found.get(), next);
    watcher.changed(next.app());
    if (found.get().charged() && !next.charged()) {
      watcher.quotaFreed();
      if (state.agents.isDraining(state.instances.slot(id))) {
        watcher.agentsChanged();
      }
    }
    if (!next.resources().covers(found.get().resources())) {
      freed(next);
    }
    if (next.reached() != found.get().reached()) {
      deployments.reached(next, at);
    }
    deployments.progress(next.app(), at);
  }

  private void end(InstanceId id, End end) {
    var found = state.instances.find(id);
    if (found.isEmpty()) {
      return;
    }
    var instance = found.get();
    int slot = state.instances.slot(id);
    state.instances.end(instance, end);
    state.index(instance, slot, -1);
    if (state.apps.containsKey(instance.app())) {
      count(instance, end);
    } else {
      state.instances.forget(instance.app());
      if (state.instances.countOf(instance.app()) == 0) {
        state.use.forget(instance.app());
      }
    }
    watcher.changed(instance.app());
    freed(instance);
    if (state.agents.isDraining(slot)) {
      watcher.agentsChanged();
    }
    deployments.progress(instance.app(), end.at());
  }

  private void freed(Instance instance) {
    watcher.roomFreed(instance.agent());
    // Room that is held is nobody else's, so nobody else would look.
    state.holds.on(instance.agent()).forEach(hold -> watcher.changed(hold.app()));
    watcher.quotaFreed();
  }

  /**
   * The end of a job's instance is a success or a failure of its run; being told to end neither.
   */
  private void count(Instance instance, End end) {
    var app = state.apps.get(instance.app());
    if (app == null || app.spec().forEver() || !(app.run() instanceof Run.Active run)) {
      return;
    }
    boolean ofRun = instance.active() && !instance.placedAt().isBefore(run.startedAt());
    if (ofRun && end.succeeded()) {
      state.apps.put(app.id(), app.withRun(run.counted(1, 0)));
    } else if (ofRun && end.cause().delaysRestart()) {
      state.apps.put(app.id(), app.withRun(run.counted(0, 1)));
    }
  }
}
