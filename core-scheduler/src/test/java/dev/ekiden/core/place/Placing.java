package dev.ekiden.core.place;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.ClusterState;
import java.time.Instant;
import java.util.List;

/** A search in a state, as the scheduler makes one. */
final class Placing {
  private Placing() {}

  /** What could be placed, and for the first that could not, why, agent by agent. */
  record Answer(List<Placement.Spot> spots, List<Veto> vetoes) {}

  static Answer place(ClusterState state, AppSpec spec, Instant version, int count) {
    var placement = in(state, spec, version);
    var result = placement.place(count);
    return new Answer(result.spots(), result.missing() == 0 ? List.of() : placement.vetoes());
  }

  static List<Veto> vetoes(ClusterState state, AppSpec spec, Instant version) {
    return in(state, spec, version).vetoes();
  }

  private static Placement in(ClusterState state, AppSpec spec, Instant version) {
    var placed = state.tally(spec.id(), version).places();
    return Placement.of(state.pool(), spec, placed, state.applied());
  }
}
