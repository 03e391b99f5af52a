package dev.ekiden.core.decide;

import dev.ekiden.core.model.Canary;
import dev.ekiden.core.rollout.Aim;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.CanaryPhase;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first few instances of a new version: NONE → GOING when the step begins and there are old
 * instances; GOING → SERVING when all of the first few are ready, back when one is not; SERVING →
 * PROMOTED after having been so for long enough; GOING or SERVING → PROMOTED by hand. All apps of a
 * step share it.
 */
final class Canaries {
  private final ClusterState state;
  private final Deployment deployment;

  Canaries(ClusterState state, Deployment deployment) {
    this.state = state;
    this.deployment = deployment;
  }

  /** What the app aims at while the canary decides; empty if the app has none. */
  static Optional<Aim> aim(App app, Deployment deployment) {
    int first = Math.min(canary(app).instances(), app.wanted());
    return deployment
        .before(app.id())
        .filter(_ -> first > 0 && isRestart(app, deployment))
        .filter(before -> before.wanted() > first)
        .map(before -> new Aim.Canary(first, before.wanted(), before.configVersion()));
  }

  private static boolean isRestart(App app, Deployment deployment) {
    return !Reversal.isOne(deployment)
        && deployment
            .actionOn(app.id())
            .filter(action -> action.kind() == Deployment.Kind.RESTART)
            .isPresent();
  }

  private static Canary canary(App app) {
    return app.spec().policy().rollout().canary();
  }

  /** Where the canary gets to now. */
  List<Fact> look(Instant at) {
    return switch (deployment.canary()) {
      case NONE ->
          apps().stream().anyMatch(this::hasOld) ? moved(CanaryPhase.GOING, at) : List.of();
      case GOING -> allReady() ? moved(CanaryPhase.SERVING, at) : List.of();
      case SERVING -> {
        if (!allReady()) {
          yield moved(CanaryPhase.GOING, at);
        }
        yield promotedAt().filter(due -> !due.isAfter(at)).isPresent()
            ? moved(CanaryPhase.PROMOTED, at)
            : List.of();
      }
      case PROMOTED -> List.of();
    };
  }

  private List<Fact> moved(CanaryPhase phase, Instant at) {
    return List.of(new Fact.CanaryMoved(deployment.id(), phase, Reversal.BY_ITSELF, at));
  }

  /** Apps of the step under way that have a canary. */
  private List<App> apps() {
    var apps = new ArrayList<App>();
    for (var action : deployment.actions()) {
      if (action.step() == deployment.step()) {
        state
            .app(action.app())
            .filter(app -> aim(app, deployment).isPresent())
            .ifPresent(apps::add);
      }
    }
    return apps;
  }

  private boolean hasOld(App app) {
    return state.liveVersions(app.id()).stream()
        .filter(version -> !version.equals(app.configVersion()))
        .map(version -> state.tally(app.id(), version))
        .anyMatch(tally -> tally.live() > tally.inactive());
  }

  private boolean allReady() {
    return apps().stream()
        .allMatch(
            app -> Rolling.ready(state, app) >= Math.min(canary(app).instances(), app.wanted()));
  }

  /** When the rest follows by itself; empty if only by hand. */
  Optional<Instant> promotedAt() {
    var longest = Duration.ZERO;
    for (var app : apps()) {
      var healthyFor = canary(app).healthyFor();
      if (healthyFor.isZero()) {
        return Optional.empty();
      }
      longest = healthyFor.compareTo(longest) > 0 ? healthyFor : longest;
    }
    return Optional.of(deployment.canarySince().plus(longest));
  }
}
