package dev.ekiden.core.decide;

import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs of jobs: when one begins, and when it is over. */
final class Jobs {
  private Jobs() {}

  static Decision trigger(ClusterState state, Event.JobTriggered event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision stop(ClusterState state, Event.JobStopped event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static List<Fact> look(ClusterState state, App app, Instant at) {
    return List.of();
  }

  static Optional<Instant> nextLook(ClusterState state, App app, Instant at) {
    return Optional.empty();
  }
}
