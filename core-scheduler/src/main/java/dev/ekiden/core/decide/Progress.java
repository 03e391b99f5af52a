package dev.ekiden.core.decide;

import dev.ekiden.core.model.RolloutSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a deployment gets on: moves its canary, and ends it as failed when for too long nothing
 * got better. While it is paused, or waits for somebody to judge its canary, no time runs.
 */
final class Progress {
  private final ClusterState state;
  private final Deployment deployment;
  private final Instant at;
  private final Rules rules;

  private Progress(ClusterState state, Deployment deployment, Instant at, Rules rules) {
    this.state = state;
    this.deployment = deployment;
    this.at = at;
    this.rules = rules;
  }

  static Progress of(ClusterState state, Deployment deployment, Instant at, Rules rules) {
    return new Progress(state, deployment, at, rules);
  }

  List<Fact> look(App app) {
    if (!isUnderWay(app)) {
      return List.of();
    }
    var canary = new Canaries(state, deployment).look(at);
    if (!canary.isEmpty()) {
      return canary;
    }
    return deadline(app).filter(due -> !due.isAfter(at)).isPresent() ? fail(app) : List.of();
  }

  Optional<Instant> nextLook(App app) {
    if (!isUnderWay(app)) {
      return Optional.empty();
    }
    return deployment.canary() == Deployment.CanaryPhase.SERVING
        ? new Canaries(state, deployment).promotedAt()
        : deadline(app);
  }

  private boolean isUnderWay(App app) {
    return deployment.state() == Deployment.State.RUNNING
        && deployment
            .actionOn(app.id())
            .filter(action -> action.step() == deployment.step())
            .isPresent();
  }

  /** Empty if none runs. */
  private Optional<Instant> deadline(App app) {
    var patience = policy(app).progressDeadline();
    if (patience.isZero()
        || deployment.canary() == Deployment.CanaryPhase.SERVING
        || deployment.actionOn(app.id()).filter(this::isLeftToDo).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(deployment.progressAt().plus(patience));
  }

  private boolean isLeftToDo(Deployment.Action action) {
    return action.kind() != Deployment.Kind.STOP && !Rolling.isDone(state, action);
  }

  private static RolloutSpec policy(App app) {
    return app.spec().policy().rollout();
  }

  private List<Fact> fail(App app) {
    var why = sentence(app);
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.DeploymentEnded(deployment.id(), Deployment.State.FAILED, why, at));
    if (policy(app).autoRollback() && !Reversal.isOne(deployment)) {
      facts.addAll(new Reversal(state, deployment, at, rules).automatic(why));
    }
    return facts;
  }

  private String sentence(App app) {
    var ready = Rolling.ready(state, app);
    var told =
        "no progress for %s: %d of %d instance%s of %s %s ready"
            .formatted(
                words(policy(app).progressDeadline()),
                ready,
                app.wanted(),
                app.wanted() == 1 ? "" : "s",
                app.id().path(),
                app.wanted() == 1 ? "is" : "are");
    return cause(app).map(cause -> told + "; " + cause).orElse(told);
  }

  private static String words(Duration time) {
    return time.toSeconds() + " s";
  }

  private Optional<String> cause(App app) {
    return switch (app.waiting()) {
      case Waiting.ForRoom room ->
          Optional.of(
              "%d %s no place: %s"
                  .formatted(
                      room.missing(),
                      room.missing() == 1 ? "has" : "have",
                      room.vetoes().stream()
                          .findFirst()
                          .map(veto -> veto.agent().value() + " " + veto.sentence())
                          .orElse("there are no agents")));
      case Waiting.ForQuota quota ->
          Optional.of(
              "%d %s over the quota%s"
                  .formatted(
                      quota.missing(),
                      quota.missing() == 1 ? "is" : "are",
                      quota.gaps().stream()
                          .findFirst()
                          .map(gap -> " of " + gap.group().value() + ": " + gap.kind())
                          .orElse("")));
      case Waiting.None _ -> end(app).or(() -> remark(app));
    };
  }

  private Optional<String> end(App app) {
    return state.endedOf(app.id()).stream()
        .filter(over -> isNew(app, over.last()))
        .findFirst()
        .map(EndedInstance::end)
        .map(end -> "the latest to end: " + end.sentence());
  }

  private Optional<String> remark(App app) {
    for (var instance : state.walk(app.id(), false)) {
      if (isNew(app, instance) && !instance.ready() && !instance.remark().isEmpty()) {
        return Optional.of("one of them: " + instance.remark());
      }
    }
    return Optional.empty();
  }

  private boolean isNew(App app, Instance instance) {
    return instance.configVersion().equals(app.configVersion())
        && !instance.placedAt().isBefore(deployment.startedAt());
  }
}
