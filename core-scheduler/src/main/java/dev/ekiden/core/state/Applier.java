package dev.ekiden.core.state;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What each fact does to the state, one case a fact. */
final class Applier {
  /** Definitions kept per app beside those that instances still use. */
  private static final int VERSIONS_KEPT = 25;

  private Applier() {}

  static void apply(ClusterState state, Fact fact) {
    switch (fact) {
      case Fact.AppDefined defined -> define(state, defined);
      case Fact.AppRemoved(var app) -> {
        state.apps.remove(app);
        state.instances.forget(app);
      }
      case Fact.DeploymentStarted started -> start(state, started);
      case Fact.DeploymentEnded ended -> end(state, ended);
      case Fact.QuotaSet(var project, var quota) -> state.quotas.put(project, quota);
      case Fact.AgentJoined(var spec, var at) -> {
        var known = state.agents.get(spec.id());
        var used = known == null ? Resources.NONE : known.used();
        var since = known != null && known.ready() ? known.since() : at;
        state.agents.put(spec.id(), new Agent(spec, true, since, used));
      }
      case Fact.AgentLost(var agent, var at) ->
          state.agents.computeIfPresent(
              agent, (_, known) -> new Agent(known.spec(), false, at, known.used()));
      case Fact.InstancePlaced placed -> place(state, placed);
      case Fact.InstanceStepped(var id, var milestone, var at) ->
          change(state, id, at, instance -> instance.stepped(milestone));
      case Fact.InstanceRunning(var id, var pid, var at) ->
          change(state, id, at, instance -> instance.running(pid, at));
      case Fact.InstanceChecked(var id, var healthy, var cause, var at) ->
          change(state, id, at, instance -> instance.checked(healthy, cause));
      case Fact.InstanceKillDecided(var id, var reason, var at) ->
          change(state, id, at, instance -> instance.killing(reason));
      case Fact.InstanceEnded ended -> end(state, ended);
      case Fact.AppPaused(var app, var until, var delay, var deaths) ->
          state.apps.computeIfPresent(
              app, (_, known) -> known.withPause(new Pause.Until(until, delay, deaths)));
      case Fact.AppUnpaused(var app) ->
          state.apps.computeIfPresent(app, (_, known) -> known.withPause(new Pause.None()));
      case Fact.AppWaits(var app, var since, var missing, var vetoes) ->
          state.apps.computeIfPresent(
              app, (_, known) -> known.withWaiting(new Waiting.ForRoom(since, missing, vetoes)));
      case Fact.AppWaitsNoMore(var app) ->
          state.apps.computeIfPresent(app, (_, known) -> known.withWaiting(new Waiting.None()));
    }
  }

  private static void define(ClusterState state, Fact.AppDefined fact) {
    var id = fact.spec().id();
    var known = state.apps.get(id);
    SortedMap<Instant, AppSpec> definitions =
        known == null ? new TreeMap<>() : new TreeMap<>(known.definitions());
    definitions.put(fact.version(), fact.spec());
    var used = new TreeMap<Instant, Boolean>();
    for (var instance : state.instances.of(id)) {
      used.put(instance.configVersion(), true);
    }
    var oldest = definitions.keySet().iterator();
    for (int surplus = definitions.size() - VERSIONS_KEPT; surplus > 0; surplus--) {
      var version = oldest.next();
      if (!used.containsKey(version) && !version.equals(fact.configVersion())) {
        oldest.remove();
      }
    }
    Pause pause =
        known != null && known.configVersion().equals(fact.configVersion())
            ? known.pause()
            : new Pause.None();
    state.apps.put(
        id,
        new App(
            fact.spec(),
            fact.version(),
            fact.configVersion(),
            fact.scaledAt(),
            fact.servicePorts(),
            pause,
            new Waiting.None(),
            Collections.unmodifiableSortedMap(definitions)));
  }

  private static void start(ClusterState state, Fact.DeploymentStarted fact) {
    var milestones = new TreeMap<Milestone, Instant>();
    milestones.put(Milestone.RECEIVED, fact.at());
    state.deployments.put(
        new Deployment(
            fact.id(),
            fact.app(),
            fact.kind(),
            Deployment.State.RUNNING,
            fact.by(),
            fact.version(),
            fact.wanted(),
            fact.at(),
            fact.at(),
            "",
            Collections.unmodifiableSortedMap(milestones)));
  }

  private static void end(ClusterState state, Fact.DeploymentEnded fact) {
    state
        .deployments
        .find(fact.id())
        .ifPresent(
            was ->
                state.deployments.put(
                    new Deployment(
                        was.id(),
                        was.app(),
                        was.kind(),
                        fact.state(),
                        was.by(),
                        was.version(),
                        was.wanted(),
                        was.startedAt(),
                        fact.at(),
                        fact.sentence(),
                        was.milestones())));
  }

  private static void place(ClusterState state, Fact.InstancePlaced fact) {
    var app = state.apps.get(fact.app());
    var agent = state.agents.get(fact.agent());
    if (app == null || agent == null || state.instances.find(fact.id()).isPresent()) {
      return;
    }
    var instance =
        new Instance(
            fact.id(),
            fact.app(),
            fact.configVersion(),
            fact.agent(),
            app.spec().resources(),
            fact.ports(),
            Instance.Condition.STARTING,
            app.spec().healthChecks().isEmpty() ? Instance.Health.NONE : Instance.Health.UNKNOWN,
            Milestone.PLACED,
            fact.at(),
            fact.at(),
            0,
            "");
    state.instances.put(instance);
    state.agents.put(agent.id(), agent.withUsed(agent.used().plus(instance.resources())));
    reach(state, instance, fact.at());
  }

  private static void change(
      ClusterState state, InstanceId id, Instant at, UnaryOperator<Instance> step) {
    state
        .instances
        .find(id)
        .map(step)
        .ifPresent(
            next -> {
              state.instances.put(next);
              reach(state, next, at);
            });
  }

  private static void end(ClusterState state, Fact.InstanceEnded fact) {
    state
        .instances
        .find(fact.id())
        .ifPresent(
            instance -> {
              state.instances.end(instance, fact.end());
              if (!state.apps.containsKey(instance.app())) {
                state.instances.forget(instance.app());
              }
              state.agents.computeIfPresent(
                  instance.agent(),
                  (_, agent) -> agent.withUsed(agent.used().without(instance.resources())));
            });
  }

  /** A milestone of an instance of the new version is one of its deployment. */
  private static void reach(ClusterState state, Instance instance, Instant at) {
    var app = state.apps.get(instance.app());
    if (app == null || !app.configVersion().equals(instance.configVersion())) {
      return;
    }
    state
        .deployments
        .runningOf(instance.app())
        .ifPresent(
            deployment -> {
              if (deployment.milestones().lastKey().compareTo(instance.reached()) >= 0) {
                return;
              }
              var milestones = new TreeMap<>(deployment.milestones());
              for (var milestone : Milestone.values()) {
                if (milestone.compareTo(instance.reached()) <= 0) {
                  milestones.putIfAbsent(milestone, at);
                }
              }
              state.deployments.put(
                  new Deployment(
                      deployment.id(),
                      deployment.app(),
                      deployment.kind(),
                      deployment.state(),
                      deployment.by(),
                      deployment.version(),
                      deployment.wanted(),
                      deployment.startedAt(),
                      deployment.endedAt(),
                      deployment.sentence(),
                      Collections.unmodifiableSortedMap(milestones)));
            });
  }
}
