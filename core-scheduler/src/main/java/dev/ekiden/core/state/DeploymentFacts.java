package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.Milestone;
import java.time.Instant;
import java.util.Collections;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What facts about deployments do, and what instances do to deployments. */
final class DeploymentFacts {
  private final ClusterState state;
  private final Watcher watcher;

  DeploymentFacts(ClusterState state, Watcher watcher) {
    this.state = state;
    this.watcher = watcher;
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.DeploymentStarted started -> start(started);
      case Fact.DeploymentStepped(var id, var step, var at) ->
          change(id, known -> known.stepped(step, at));
      case Fact.DeploymentPaused(var id, _, var at) ->
          change(id, known -> known.held(Deployment.State.PAUSED, at));
      case Fact.DeploymentResumed(var id, _, var at) ->
          change(id, known -> known.held(Deployment.State.RUNNING, at));
      case Fact.CanaryMoved(var id, var phase, _, var at) ->
          change(id, known -> known.canary(phase, at));
      case Fact.DeploymentEnded(var id, var how, var sentence, var at) ->
          change(id, known -> known.ended(how, sentence, at));
      default -> throw new IllegalArgumentException("not about a deployment: " + fact);
    }
  }

  private void start(Fact.DeploymentStarted fact) {
    var milestones = new TreeMap<Milestone, Instant>();
    milestones.put(Milestone.RECEIVED, fact.at());
    put(
        new Deployment(
            fact.id(),
            fact.actions(),
            Deployment.State.RUNNING,
            fact.by(),
            fact.cause(),
            fact.actions().getFirst().step(),
            Deployment.CanaryPhase.NONE,
            fact.at(),
            fact.at(),
            0,
            Integer.MAX_VALUE,
            fact.at(),
            fact.at(),
            "",
            Collections.unmodifiableSortedMap(milestones),
            fact.actions().stream().flatMap(action -> state.app(action.app()).stream()).toList()));
  }

  private void change(DeploymentId id, UnaryOperator<Deployment> step) {
    state.deployments.find(id).map(step).ifPresent(this::put);
  }

  private void put(Deployment deployment) {
    state.deployments.put(deployment);
    deployment.actions().forEach(action -> watcher.changed(action.app()));
  }

  /** A milestone of an instance of the new version is one of its deployment. */
  void reached(Instance instance, Instant at) {
    var app = state.apps.get(instance.app());
    if (app == null || !app.configVersion().equals(instance.configVersion())) {
      return;
    }
    var deployment = state.deployments.runningOf(instance.app());
    if (deployment.isEmpty()
        || deployment.get().milestones().lastKey().compareTo(instance.reached()) >= 0) {
      return;
    }
    var milestones = new TreeMap<>(deployment.get().milestones());
    for (var milestone : Milestone.values()) {
      if (milestone.compareTo(instance.reached()) <= 0) {
        milestones.putIfAbsent(milestone, at);
      }
    }
    state.deployments.put(deployment.get().reached(Collections.unmodifiableSortedMap(milestones)));
  }

  /** Notes whether something got better: more that are ready, or fewer that are to go. */
  void progress(AppId changed, Instant at) {
    var found = state.deployments.runningOf(changed);
    if (found.isEmpty()) {
      return;
    }
    var deployment = found.get();
    int ready = 0;
    int surplus = 0;
    for (var action : deployment.actions()) {
      if (action.step() == deployment.step()) {
        int live = state.instances.awaitedOf(action.app());
        var app = state.apps.get(action.app());
        if (app != null) {
          var tally = state.instances.tally(action.app(), app.configVersion());
          ready += Math.min(tally.ready(), app.wanted());
          live -= Math.min(tally.active(), app.wanted());
        }
        surplus += live;
      }
    }
    if (ready > deployment.best() || surplus < deployment.fewest()) {
      state.deployments.put(deployment.progressed(ready, surplus, at));
    }
  }
}
