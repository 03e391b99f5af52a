package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.Kind;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One deployment being put together: what becomes of each app, all of it checked before, put in
 * steps. What goes comes first, dependants before what they depend on, then what comes or changes,
 * dependants last: an app's step is the longest way to it among the apps that take part.
 */
final class Course {
  private final Map<AppId, Move> moves = new TreeMap<>();

  /** What becomes of one app. */
  sealed interface Move {
    AppSpec spec();

    Instant version();

    /** Defined anew or differently. */
    record Define(Fact.AppDefined fact, Kind kind) implements Move {
      @Override
      public AppSpec spec() {
        return fact.spec();
      }

      @Override
      public Instant version() {
        return fact.version();
      }
    }

    /** Led to what is wanted of it already. */
    record Pursue(App app) implements Move {
      @Override
      public AppSpec spec() {
        return app.spec();
      }

      @Override
      public Instant version() {
        return app.version();
      }
    }

    /** No longer wanted. */
    record Remove(AppSpec spec, Instant version) implements Move {}

    private Kind does() {
      return switch (this) {
        case Define(_, var kind) -> kind;
        case Pursue _ -> Kind.SCALE;
        case Remove _ -> Kind.STOP;
      };
    }
  }

  Course(List<Move> all) {
    all.forEach(move -> moves.put(move.spec().id(), move));
  }

  boolean isEmpty() {
    return moves.isEmpty();
  }

  /** The version that most of it leads to: the latest. */
  Instant version() {
    return moves.values().stream().map(Move::version).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** What becomes of each app, in the order of the steps. */
  List<Deployment.Action> actions() {
    var going = new TreeMap<AppId, AppSpec>();
    var coming = new TreeMap<AppId, AppSpec>();
    moves.forEach(
        (id, move) -> (move instanceof Move.Remove ? going : coming).put(id, move.spec()));
    var levels = new TreeMap<AppId, Integer>();
    var down = new Dependencies(going).levels();
    int deepest = down.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    down.forEach((id, level) -> levels.put(id, deepest - level));
    new Dependencies(coming).levels().forEach((id, level) -> levels.put(id, deepest + 1 + level));
    var actions = new ArrayList<Deployment.Action>();
    moves.forEach((id, move) -> actions.add(action(id, move, levels.getOrDefault(id, 0))));
    actions.sort(Comparator.comparingInt(Deployment.Action::step));
    return actions;
  }

  private static Deployment.Action action(AppId id, Move move, int step) {
    int wanted = move instanceof Move.Remove ? 0 : move.spec().instances();
    return new Deployment.Action(id, move.does(), move.version(), wanted, step);
  }

  /** The deployment comes before what it changes, so that what was there is known. */
  List<Fact> facts(DeploymentId id, String by, String cause, Instant at) {
    var actions = actions();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.DeploymentStarted(id, actions, by, cause, at));
    int first = actions.getFirst().step();
    for (var action : actions) {
      switch (moves.get(action.app())) {
        case Move.Define(var fact, _) -> facts.add(fact);
        case Move.Remove _ when action.step() == first ->
            facts.add(new Fact.AppRemoved(action.app()));
        case Move.Remove _, Move.Pursue _ -> {}
        case null -> throw new IllegalStateException("nothing becomes of " + action.app());
      }
    }
    return facts;
  }
}
