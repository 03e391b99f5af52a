package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.place.Placement;
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

/** Compares what an app wants with what it has, and takes the next step. */
final class Settling {
  private Settling() {}

  static List<Fact> settle(ClusterState state, AppId id, Instant at) {
    var facts = new ArrayList<Fact>();
    state.app(id).ifPresent(app -> step(state, app, at, facts));
    if (facts.isEmpty()) {
      state
          .deploymentOf(id)
          .filter(deployment -> isDone(state, deployment))
          .ifPresent(deployment -> facts.add(done(deployment, at)));
    }
    return facts;
  }

  private static void step(ClusterState state, App app, Instant at, List<Fact> facts) {
    var live = state.instancesOf(app.id());
    int headroom = QuotaCheck.headroom(state, app);
    boolean rolling = state.deploymentOf(app.id()).isPresent();
    var step = rolling ? Rollout.next(app, live, headroom) : Rollout.keep(app, live, headroom);
    for (var victim : step.kill()) {
      facts.add(new Fact.InstanceKillDecided(victim.id(), reason(app, victim, rolling), at));
    }
    if (step.start() > 0 && !paused(app, at)) {
      start(state, app, step.start(), at, facts);
    } else if (step.start() == 0 && app.waiting() instanceof Waiting.ForRoom) {
      facts.add(new Fact.AppWaitsNoMore(app.id()));
    }
  }

  private static String reason(App app, Instance victim, boolean rolling) {
    return rolling && !victim.configVersion().equals(app.configVersion())
        ? "replaced by a newer version"
        : "scaled down to " + app.spec().instances();
  }

  private static boolean paused(App app, Instant at) {
    return app.pause() instanceof Pause.Until until && at.isBefore(until.until());
  }

  private static void start(ClusterState state, App app, int count, Instant at, List<Fact> facts) {
    var result = Placement.place(state, app.spec(), app.configVersion(), count);
    long number = state.applied() + facts.size();
    for (var spot : result.spots()) {
      facts.add(
          new Fact.InstancePlaced(
              Ids.instance(app.id(), at, number++),
              app.id(),
              app.configVersion(),
              spot.agent(),
              spot.ports(),
              at));
    }
    int missing = count - result.spots().size();
    switch (app.waiting()) {
      case Waiting.None _ when missing > 0 ->
          facts.add(new Fact.AppWaits(app.id(), at, missing, result.vetoes()));
      case Waiting.ForRoom was when missing == 0 -> facts.add(new Fact.AppWaitsNoMore(app.id()));
      case Waiting.ForRoom was
          when was.missing() != missing || !was.vetoes().equals(result.vetoes()) ->
          facts.add(new Fact.AppWaits(app.id(), was.since(), missing, result.vetoes()));
      case Waiting _ -> {}
    }
  }

  private static boolean isDone(ClusterState state, Deployment deployment) {
    var live = state.instancesOf(deployment.app());
    if (deployment.kind() == Deployment.Kind.STOP) {
      return live.isEmpty();
    }
    return state
        .app(deployment.app())
        .filter(app -> live.size() == app.spec().instances())
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
}
