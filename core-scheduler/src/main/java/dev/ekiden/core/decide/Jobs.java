package dev.ekiden.core.decide;

import dev.ekiden.core.jobs.Runs;
import dev.ekiden.core.jobs.Runs.Verdict;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of jobs: when one begins, and when it is over. */
final class Jobs {
  private Jobs() {}

  static Decision trigger(ClusterState state, Event.JobTriggered event) {
    var known = state.app(event.app());
    if (known.isEmpty()) {
      return notFound(event.app());
    }
    var refusal = Runs.refusal(known.get());
    if (!refusal.isEmpty()) {
      return Decision.refused(new Problem.Impossible(refusal));
    }
    var cause = "started by " + event.by();
    return Decision.of(
        known.get().run() instanceof Run.Active
            ? again(state, known.get(), "the next run took its place", cause, event.at())
            : alone(state, known.get(), cause, event.at()));
  }

  static Decision stop(ClusterState state, Event.JobStopped event) {
    var known = state.app(event.app());
    if (known.isEmpty()) {
      return notFound(event.app());
    }
    if (!(known.get().run() instanceof Run.Active)) {
      var sentence = "no run of " + event.app().path() + " is under way";
      return Decision.refused(new Problem.Impossible(sentence));
    }
    return Decision.of(over(state, known.get(), false, "stopped by " + event.by(), event.at()));
  }

  private static Decision notFound(AppId app) {
    return Decision.refused(new Problem.NotFound("App", app.path()));
  }

  static List<Fact> look(ClusterState state, App app, Instant at) {
    return switch (Runs.verdict(app, at)) {
      case Verdict.Nothing _ -> List.of();
      case Verdict.Begin(var cause) -> alone(state, app, cause, at);
      case Verdict.Over(var success, var sentence) -> over(state, app, success, sentence, at);
      case Verdict.Failed(var sentence) -> over(state, app, false, sentence + last(state, app), at);
      case Verdict.Again(var sentence, var cause) -> again(state, app, sentence, cause, at);
    };
  }

  /** What the latest try says that failed. */
  private static String last(ClusterState state, App app) {
    return state.endedOf(app.id()).stream()
        .map(EndedInstance::end)
        .filter(end -> end.cause().delaysRestart() && !end.succeeded())
        .findFirst()
        .map(end -> "; the last one: " + end.sentence())
        .orElse("");
  }

  /** A run begins. What is left of another configuration, perhaps of a service, is none of it. */
  private static List<Fact> alone(ClusterState state, App app, String cause, Instant at) {
    var facts = new ArrayList<Fact>();
    facts.add(begin(app, cause, at));
    for (var instance : state.walk(app.id(), true)) {
      if (instance.active() && !instance.configVersion().equals(app.configVersion())) {
        var reason = "replaced: a run begins with a newer definition";
        facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
      }
    }
    return facts;
  }

  private static Fact begin(App app, String cause, Instant at) {
    int number =
        switch (app.run()) {
          case Run.None _ -> 1;
          case Run.Active run -> run.number() + 1;
          case Run.Over run -> run.number() + 1;
        };
    return new Fact.RunStarted(app.id(), number, app.configVersion(), cause, at);
  }

  /** What is left of a run ends with it, unless the app goes on as something else. */
  private static List<Fact> over(
      ClusterState state, App app, boolean success, String sentence, Instant at) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.RunEnded(app.id(), success, sentence, at));
    if (!app.spec().forEver()) {
      for (var instance : state.walk(app.id(), true)) {
        if (instance.active()) {
          var reason = "its run is over: " + sentence;
          facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
        }
      }
    }
    return facts;
  }

  private static List<Fact> again(
      ClusterState state, App app, String sentence, String cause, Instant at) {
    var facts = new ArrayList<>(over(state, app, false, sentence, at));
    facts.add(begin(app, cause, at));
    return facts;
  }

  static Optional<Instant> nextLook(ClusterState state, App app, Instant at) {
    return Runs.next(app);
  }
}
