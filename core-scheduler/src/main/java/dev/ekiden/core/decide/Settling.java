package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.rollout.Rollout;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what an app wants with what it has, and names the next step: first what supervision
 * asks, then what its run asks if it is a job, then what its rollout asks.
 */
final class Settling {
  private Settling() {}

  static Need need(ClusterState state, AppId id, Instant at, Rules rules) {
    var app = state.app(id);
    return app.isPresent() ? keepRoom(state, app.get(), at, rules) : leave(state, id, at, rules);
  }

  /** Room that is held is given back as soon as the app has no use for it. */
  private static Need keepRoom(ClusterState state, App app, Instant at, Rules rules) {
    var need = need(state, app, at, rules);
    if (!need.facts().isEmpty()) {
      return need;
    }
    var released = Preempting.release(state, app, need, at);
    return released.isEmpty() ? need : Need.of(released);
  }

  private static Need need(ClusterState state, App app, Instant at, Rules rules) {
    var facts = Supervision.look(state, app, at, rules);
    if (facts.isEmpty()) {
      facts = Jobs.look(state, app, at);
    }
    return facts.isEmpty() ? roll(state, app, at) : Need.of(facts);
  }

  private static Need roll(ClusterState state, App app, Instant at) {
    var facts = new ArrayList<Fact>();
    var live = state.instancesOf(app.id());
    int headroom = QuotaCheck.headroom(state, app.spec());
    boolean rolling = state.deploymentOf(app.id()).isPresent();
    var step = rolling ? Rollout.next(app, live, headroom) : Rollout.keep(app, live, headroom);
    for (var victim : step.kill()) {
      facts.add(new Fact.InstanceKillDecided(victim.id(), reason(app, victim, rolling), at));
    }
    if (step.start() == 0 && !(app.waiting() instanceof Waiting.None)) {
      facts.add(new Fact.AppWaitsNoMore(app.id()));
    }
    if (facts.isEmpty() && step.start() == 0) {
      facts.addAll(finish(state, app.id(), at));
    }
    return new Need(facts, step.start(), app.configVersion());
  }

  /** The app is gone: what is left of it ends, and then its deployment. */
  private static Need leave(ClusterState state, AppId id, Instant at, Rules rules) {
    var facts = new ArrayList<>(Preempting.release(state, id));
    int active =
        state.liveVersions(id).stream()
            .mapToInt(version -> state.tally(id, version).active())
            .sum();
    if (active > 0) {
      for (var instance : state.walk(id, true)) {
        if (instance.active()) {
          facts.add(new Fact.InstanceKillDecided(instance.id(), "the app was deleted", at));
        }
      }
    }
    if (facts.isEmpty()) {
      facts.addAll(Supervision.lookAtGone(state, id, at, rules));
    }
    return Need.of(facts.isEmpty() ? finish(state, id, at) : facts);
  }

  private static String reason(App app, Instance victim, boolean rolling) {
    return rolling && !victim.configVersion().equals(app.configVersion())
        ? "replaced by a newer version"
        : "scaled down to " + app.wanted();
  }

  private static List<Fact> finish(ClusterState state, AppId id, Instant at) {
    return state.deploymentOf(id).filter(deployment -> isDone(state, deployment)).stream()
        .map(deployment -> done(deployment, at))
        .toList();
  }

  private static boolean isDone(ClusterState state, Deployment deployment) {
    var live = state.instancesOf(deployment.app());
    if (deployment.kind() == Deployment.Kind.STOP) {
      return live.isEmpty();
    }
    return state
        .app(deployment.app())
        .filter(app -> live.size() == app.wanted())
        .filter(app -> live.stream().allMatch(instance -> isCurrent(app, instance)))
        .isPresent();
  }

  private static boolean isCurrent(App app, Instance instance) {
    return instance.serves() && instance.configVersion().equals(app.configVersion());
  }

  private static Fact done(Deployment deployment, Instant at) {
    var sentence =
        switch (deployment.kind()) {
          case STOP -> "all instances have ended";
          case START, SCALE, RESTART ->
              deployment.wanted() == 1
                  ? "the instance serves"
                  : "all " + deployment.wanted() + " instances serve";
        };
    return new Fact.DeploymentEnded(deployment.id(), Deployment.State.SUCCEEDED, sentence, at);
  }

  /** When the app must be looked at again though nothing touches it. */
  static Optional<Instant> nextLook(ClusterState state, AppId id, Instant at, Rules rules) {
    var app = state.app(id);
    if (app.isEmpty()) {
      return Supervision.nextLookAtGone(state, id, at, rules);
    }
    var pause =
        app.get().pause() instanceof Pause.Until until && until.until().isAfter(at)
            ? Optional.of(until.until())
            : Optional.<Instant>empty();
    return Stream.of(
            pause,
            Supervision.nextLook(state, app.get(), at, rules),
            Jobs.nextLook(state, app.get(), at),
            Preempting.nextLook(state, app.get(), at))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
