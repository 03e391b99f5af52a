package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.Kind;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way back from a deployment: only what it changed is changed back, under a new version but
 * with the configuration version of before. So instances of that one that are still there count as
 * they are, and are kept.
 */
final class Reversal {
  /** Who does what nobody asked for. */
  static final String BY_ITSELF = "ekiden";

  private static final String CAUSE = "rolls back ";

  private final ClusterState state;
  private final Deployment deployment;
  private final Instant at;
  private final Rules rules;

  Reversal(ClusterState state, Deployment deployment, Instant at, Rules rules) {
    this.state = state;
    this.deployment = deployment;
    this.at = at;
    this.rules = rules;
  }

  /** Whether the deployment itself leads back: then it is not led back by itself again. */
  static boolean isOne(Deployment deployment) {
    return deployment.cause().startsWith(CAUSE);
  }

  /** After a failure: apps that are new stay, and go on trying. Nothing if there is no before. */
  List<Fact> automatic(String why) {
    var moves = new ArrayList<Course.Move>();
    for (var action : deployment.actions()) {
      if (action.kind() != Kind.START) {
        move(action).ifPresent(moves::add);
      }
    }
    return moves.isEmpty() ? List.of() : facts(new Course(moves), BY_ITSELF, why);
  }

  /** By hand: apps that are new go again. */
  Decision asked(String by) {
    for (var action : deployment.actions()) {
      var changed = changedSince(action);
      if (changed.isPresent()) {
        return Decision.refused(changed.get());
      }
    }
    var moves = deployment.actions().stream().flatMap(action -> move(action).stream()).toList();
    var sentence = "rolled back by " + by;
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.DeploymentEnded(deployment.id(), Deployment.State.CANCELLED, sentence, at));
    if (moves.isEmpty()) {
      return Decision.of(facts);
    }
    var course = new Course(moves);
    var back = facts(course, by, "asked for by " + by);
    facts.addAll(back);
    var id = ((Fact.DeploymentStarted) back.getFirst()).id();
    return new Decision(facts, new Decision.Reply.Accepted(id, course.version(), false));
  }

  private List<Fact> facts(Course course, String by, String why) {
    var cause = CAUSE + deployment.id().value() + ": " + why;
    return course.facts(Ids.deployment(at, state.applied()), by, cause, at);
  }

  private Optional<Problem> changedSince(Deployment.Action action) {
    var app = state.app(action.app());
    boolean same =
        action.kind() == Kind.STOP
            ? app.isEmpty() || action.step() > deployment.step()
            : app.filter(it -> it.version().equals(action.version())).isPresent();
    return same
        ? Optional.empty()
        : Optional.of(
            new Problem.Impossible(
                "%s has been changed since; submit the definition that it is to have instead"
                    .formatted(action.app().path())));
  }

  private Optional<Course.Move> move(Deployment.Action action) {
    var now = state.app(action.app());
    var before = deployment.before(action.app());
    if (before.isEmpty()) {
      return now.map(app -> new Course.Move.Remove(app.spec(), Versions.after(app, at)));
    }
    if (now.isEmpty()) {
      var version = Versions.after(before.get().version(), at);
      return Optional.of(define(before.get(), version, version, Kind.START));
    }
    if (action.kind() == Kind.STOP) {
      return Optional.empty();
    }
    return Optional.of(restore(now.get(), before.get()));
  }

  private Course.Move restore(App now, App before) {
    if (now.version().equals(before.version())) {
      return new Course.Move.Pursue(now);
    }
    boolean sameConfig = now.configVersion().equals(before.configVersion());
    var version = Versions.after(now, at);
    var scaledAt = now.spec().instances() == before.spec().instances() ? now.scaledAt() : version;
    return define(before, version, scaledAt, sameConfig ? Kind.SCALE : Kind.RESTART);
  }

  private Course.Move define(App before, Instant version, Instant scaledAt, Kind kind) {
    AppSpec spec = before.spec();
    return new Course.Move.Define(
        new Fact.AppDefined(
            spec,
            version,
            before.configVersion(),
            scaledAt,
            ServicePorts.again(state, before, rules)),
        kind);
  }
}
