package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.rollout.Aim;
import dev.ekiden.core.rollout.Rollout;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leads an app to what is wanted of it, along its deployment if it has one: says what the rollout
 * aims at, and turns its next step into facts. A deployment goes on to its next step once all apps
 * of the step under way are done; apps of later steps are held as they were.
 */
final class Rolling {
  private final ClusterState state;
  private final Instant at;
  private final Rules rules;

  private Rolling(ClusterState state, Instant at, Rules rules) {
    this.state = state;
    this.at = at;
    this.rules = rules;
  }

  static Need look(ClusterState state, App app, Instant at, Rules rules) {
    return new Rolling(state, at, rules).look(app);
  }

  private Need look(App app) {
    var deployment = state.deploymentOf(app.id());
    if (deployment.isPresent()) {
      var facts = Progress.of(state, deployment.get(), at, rules).look(app);
      if (!facts.isEmpty()) {
        return Need.of(facts);
      }
    }
    var aim = deployment.map(it -> aim(app, it)).orElse(new Aim.Keep());
    var step = Rollout.next(state, app, aim, new QuotaHeadroom(state, app.spec()));
    var facts = new ArrayList<Fact>();
    for (var victim : step.kill()) {
      facts.add(new Fact.InstanceKillDecided(victim.id(), reason(app, victim, aim), at));
    }
    for (var instance : step.resize()) {
      var size = instance.resources().resized(app.spec().resources());
      facts.add(new Fact.InstanceResizeAsked(instance.id(), app.configVersion(), size, at));
    }
    if (step.start() == 0 && !(app.waiting() instanceof Waiting.None)) {
      facts.add(new Fact.AppWaitsNoMore(app.id()));
    }
    if (facts.isEmpty() && step.start() == 0) {
      facts.addAll(finish(app.id()));
    }
    return new Need(facts, step.start(), step.version());
  }

  private Aim aim(App app, Deployment deployment) {
    if (!app.spec().forEver()) {
      return new Aim.Keep();
    }
    var action = deployment.actionOn(app.id()).orElseThrow();
    var before = deployment.before(app.id());
    if (action.step() > deployment.step()) {
      return new Aim.Hold(
          before.map(App::wanted).orElse(0),
          before.map(App::configVersion).orElse(app.configVersion()));
    }
    if (deployment.state() == Deployment.State.PAUSED && action.step() == deployment.step()) {
      int least = Math.min(app.wanted(), before.map(App::wanted).orElse(0));
      return new Aim.Hold(least, majority(app));
    }
    return switch (deployment.canary()) {
      case GOING, SERVING -> Canaries.aim(app, deployment).orElse(new Aim.Replace());
      case NONE, PROMOTED -> new Aim.Replace();
    };
  }

  /** The version of which most are active; an old one if there are as many. */
  private Instant majority(App app) {
    var most = app.configVersion();
    int active = state.tally(app.id(), most).active();
    for (var version : state.liveVersions(app.id())) {
      int count = state.tally(app.id(), version).active();
      boolean old = !version.equals(app.configVersion());
      if (count > active || (old && count == active && count > 0)) {
        most = version;
        active = count;
      }
    }
    return most;
  }

  private static String reason(App app, Instance victim, Aim aim) {
    if (victim.goal() == Instance.Goal.REPLACE) {
      return "replaced: " + victim.remark();
    }
    boolean old = !victim.configVersion().equals(app.configVersion());
    return switch (aim) {
      case Aim.Replace _, Aim.Canary _ ->
          old ? "replaced by a newer version" : "scaled down to " + app.wanted();
      case Aim.Keep _, Aim.Hold _ -> "scaled down to " + app.wanted();
    };
  }

  /** The app is gone: what is left of it ends, and then its deployment. */
  static Need leave(ClusterState state, AppId id, Instant at) {
    var facts = new ArrayList<Fact>();
    var reason =
        state
            .deploymentOf(id)
            .map(deployment -> "the app was deleted by " + deployment.by())
            .orElse("the app was deleted");
    boolean active =
        state.liveVersions(id).stream().anyMatch(version -> state.tally(id, version).active() > 0);
    for (var instance : active ? state.walk(id, true) : List.<Instance>of()) {
      if (instance.active()) {
        facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
      }
    }
    return Need.of(facts.isEmpty() ? new Rolling(state, at, Rules.DEFAULT).finish(id) : facts);
  }

  /** What follows once the app is as its deployment wants it. */
  private List<Fact> finish(AppId id) {
    var found = state.deploymentOf(id).filter(Deployment::running);
    if (found.isEmpty()) {
      return List.of();
    }
    var deployment = found.get();
    for (var action : deployment.actions()) {
      if (action.step() == deployment.step() && !isDone(state, action)) {
        return List.of();
      }
    }
    if (deployment.step() == deployment.lastStep()) {
      return List.of(
          new Fact.DeploymentEnded(
              deployment.id(), Deployment.State.SUCCEEDED, done(deployment), at));
    }
    // Whoever is paused stays in the step.
    return deployment.state() == Deployment.State.PAUSED ? List.of() : next(deployment);
  }

  private List<Fact> next(Deployment deployment) {
    int step =
        deployment.actions().stream()
            .mapToInt(Deployment.Action::step)
            .filter(one -> one > deployment.step())
            .min()
            .orElseThrow();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.DeploymentStepped(deployment.id(), step, at));
    for (var action : deployment.actions()) {
      if (action.step() == step && action.kind() == Deployment.Kind.STOP) {
        facts.add(new Fact.AppRemoved(action.app()));
      }
    }
    return facts;
  }

  /** Whether the app is as the action wants it: what waits for an answer may yet change. */
  static boolean isDone(ClusterState state, Deployment.Action action) {
    var app = state.app(action.app());
    if (action.kind() == Deployment.Kind.STOP) {
      return app.isEmpty() && state.awaitedOf(action.app()) == 0;
    }
    return app.isEmpty()
        || !app.get().spec().forEver()
        || (ready(state, app.get()) == app.get().wanted()
            && state.awaitedOf(action.app()) == app.get().wanted()
            && state.resizingOf(action.app()) == 0);
  }

  static int ready(ClusterState state, App app) {
    return state.tally(app.id(), app.configVersion()).ready();
  }

  private String done(Deployment deployment) {
    if (deployment.actions().size() > 1) {
      return "all " + deployment.actions().size() + " apps are as wanted";
    }
    if (deployment.kind() == Deployment.Kind.STOP) {
      return "all instances have ended";
    }
    var app = state.app(deployment.app());
    if (app.filter(it -> !it.spec().forEver()).isPresent()) {
      return "the job is defined";
    }
    // Not the deployment's own number: agents may have come since, and an instance each with them.
    int wanted = app.map(App::wanted).orElse(deployment.wanted());
    return wanted == 1 ? "the instance serves" : "all " + wanted + " instances serve";
  }

  /** When the app must be looked at again though nothing touches it. */
  static Optional<Instant> nextLook(ClusterState state, App app, Instant at, Rules rules) {
    return state
        .deploymentOf(app.id())
        .flatMap(deployment -> Progress.of(state, deployment, at, rules).nextLook(app))
        .filter(due -> due.isAfter(at));
  }
}
