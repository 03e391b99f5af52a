package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.UnreachableSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Brake;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Instance.Condition;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.supervise.Backoff;
import dev.ekiden.core.supervise.GivingUp;
import dev.ekiden.core.supervise.KillEscalation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of instances as time passes: those that do not start are ended, those that do not
 * end are told again, those on silent agents are given up. Looks at instances that are due, and at
 * none of those that run.
 */
final class Supervision {
  private final ClusterState state;
  private final Instant at;
  private final Rules rules;
  private final AppId id;
  private final UnreachableSpec unreachable;
  private final Duration grace;
  private final Duration lookAround;
  private final List<Fact> facts = new ArrayList<>();

  private Supervision(
      ClusterState state,
      AppId id,
      UnreachableSpec unreachable,
      Duration grace,
      Instant at,
      Rules rules) {
    this.state = state;
    this.at = at;
    this.rules = rules;
    this.id = id;
    this.unreachable = unreachable;
    this.grace = grace;
    this.lookAround = state.agentCount() < rules.brakeLeast() ? Duration.ZERO : rules.lookAround();
  }

  private static Supervision of(ClusterState state, App app, Instant at, Rules rules) {
    var spec = app.spec();
    var unreachable = spec.forEver() ? remembered(spec.unreachable(), rules) : spec.unreachable();
    return new Supervision(state, app.id(), unreachable, spec.killGrace(), at, rules);
  }

  /** Whatever the app says, there is time to return. A job's instance does not. */
  private static UnreachableSpec remembered(UnreachableSpec spec, Rules rules) {
    return switch (spec) {
      case UnreachableSpec.Replace(var inactiveAfter, var expungeAfter)
          when expungeAfter.compareTo(rules.remembersGivenUp()) < 0 ->
          new UnreachableSpec.Replace(inactiveAfter, rules.remembersGivenUp());
      case UnreachableSpec.Replace _, UnreachableSpec.Wait _ -> spec;
    };
  }

  private static Supervision ofGone(ClusterState state, AppId app, Instant at, Rules rules) {
    return new Supervision(
        state, app, UnreachableSpec.DEFAULT, KillEscalation.GRACE_OF_GONE, at, rules);
  }

  static List<Fact> look(ClusterState state, App app, Instant at, Rules rules) {
    var look = of(state, app, at, rules);
    look.endOverdue(app);
    ResizeReports.endOverdue(state.toResize(app.id()), rules.startTimeout(), at, look.facts);
    look.repeatKills();
    look.giveUp();
    return look.facts;
  }

  /** For what is left of an app that is gone. */
  static List<Fact> lookAtGone(ClusterState state, AppId app, Instant at, Rules rules) {
    var look = ofGone(state, app, at, rules);
    look.repeatKills();
    look.giveUp();
    return look.facts;
  }

  /** When it must be looked at again though nothing touches it. */
  static Optional<Instant> nextLook(ClusterState state, App app, Instant at, Rules rules) {
    return of(state, app, at, rules).next();
  }

  static Optional<Instant> nextLookAtGone(ClusterState state, AppId app, Instant at, Rules rules) {
    return ofGone(state, app, at, rules).next();
  }

  /** A start that hangs is a failure: without a pause it would hang again, for ever. */
  private void endOverdue(App app) {
    var pause = app.pause();
    for (var instance : state.pending(id, Condition.STARTING)) {
      if (startDue(instance).isAfter(at)) {
        break;
      }
      var reason =
          "did not start: nothing happened within %s after %s"
              .formatted(Durations.words(rules.startTimeout()), instance.reached());
      facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
      if (instance.configVersion().equals(app.configVersion())) {
        pause = Backoff.after(app.spec().backoff(), pause, instance, at);
        facts.add(paused(pause));
      }
    }
  }

  private Fact paused(Pause pause) {
    return switch (pause) {
      case Pause.Until(var until, var delay, var deaths) ->
          new Fact.AppPaused(id, until, delay, deaths);
      case Pause.None _ -> new Fact.AppUnpaused(id);
    };
  }

  private void repeatKills() {
    for (var instance : state.pending(id, Condition.KILLING)) {
      if (KillEscalation.due(instance, grace, rules.killRetry()).isAfter(at)) {
        break;
      }
      var reason = KillEscalation.reason(instance);
      facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
    }
  }

  private void giveUp() {
    if (state.brake() instanceof Brake.On) {
      return;
    }
    for (var condition : List.of(Condition.UNREACHABLE, Condition.INACTIVE)) {
      for (var instance : state.pending(id, condition)) {
        if (isDue(GivingUp.end(instance, unreachable, lookAround))) {
          facts.add(new Fact.InstanceEnded(instance.id(), lost(instance)));
        } else if (condition == Condition.UNREACHABLE
            && isDue(GivingUp.due(instance, unreachable, lookAround))) {
          facts.add(new Fact.InstanceInactive(instance.id(), at));
        } else if (instance.goal() != Instance.Goal.STOP) {
          // Those that follow have been silent for a shorter time.
          break;
        }
      }
    }
  }

  private boolean isDue(Optional<Instant> due) {
    return due.filter(instant -> !instant.isAfter(at)).isPresent();
  }

  private End lost(Instance instance) {
    return lost(instance, at);
  }

  static End lost(Instance instance, Instant at) {
    var sentence = instance.agent().value() + " fell silent, so this instance was given up";
    return new End(End.Cause.LOST, -1, sentence, List.of(), at);
  }

  private Instant startDue(Instance instance) {
    return instance.since().plus(rules.startTimeout());
  }

  private Optional<Instant> next() {
    return Stream.of(
            longest(Condition.STARTING).map(this::startDue),
            ResizeReports.nextOverdue(state.toResize(id), rules.startTimeout()),
            longest(Condition.KILLING)
                .map(instance -> KillEscalation.due(instance, grace, rules.killRetry())),
            nextGivingUp(Condition.UNREACHABLE),
            nextGivingUp(Condition.INACTIVE))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private Optional<Instance> longest(Condition condition) {
    var pending = state.pending(id, condition).iterator();
    return pending.hasNext() ? Optional.of(pending.next()) : Optional.empty();
  }

  /** Nothing while the brake is on: its release touches all apps that it held. */
  private Optional<Instant> nextGivingUp(Condition condition) {
    Optional<Instant> first = Optional.empty();
    if (state.brake() instanceof Brake.Off) {
      for (var instance : state.pending(id, condition)) {
        var due = GivingUp.due(instance, unreachable, lookAround);
        if (due.isPresent() && first.filter(before -> !before.isAfter(due.get())).isEmpty()) {
          first = due;
        }
        if (instance.goal() != Instance.Goal.STOP) {
          break;
        }
      }
    }
    return first;
  }
}
