package dev.ekiden.core.place;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.pool.Condition;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Terms;
import dev.ekiden.core.pool.Terrain;
import java.util.List;
import java.util.stream.Stream;

/**
 * Apps that run once on each agent: which agents these are. Constraints that ask something of an
 * agent hold as usual; those on how many there may be where are ignored, as there is one each.
 */
public final class PerAgent {
  private static final Constraint ONE_EACH =
      new Constraint("hostname", Constraint.Operator.UNIQUE, "");

  private PerAgent() {}

  /** The same app with constraints that let each of its agents take one. */
  public static AppSpec placing(AppSpec spec) {
    return spec.withConstraints(
        Stream.concat(ofAgents(spec), Stream.of(ONE_EACH)).distinct().toList());
  }

  /** How many open agents its roles and constraints let take one. */
  public static int count(Pool pool, AppSpec spec) {
    var terrain = terrain(pool, spec);
    int count = 0;
    for (int cell = 0; cell < terrain.cells(); cell++) {
      count += terrain.cell(cell).slots().size();
    }
    return count;
  }

  /** Whether the agent is one of them. */
  public static boolean isFor(Pool pool, AppSpec spec, int slot) {
    return terrain(pool, spec).cellOf(slot) != null;
  }

  private static Terrain terrain(Pool pool, AppSpec spec) {
    var conditions = ofAgents(spec).map(Condition::of).toList();
    return pool.terrain(new Terms(spec.roles(), conditions, List.of(), List.of()));
  }

  private static Stream<Constraint> ofAgents(AppSpec spec) {
    return Constraints.of(spec).stream().filter(constraint -> !Constraints.counts(constraint));
  }
}
