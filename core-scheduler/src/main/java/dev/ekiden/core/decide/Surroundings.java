package dev.ekiden.core.decide;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What concerns more than one app: the brake on giving up, agents that have become empty, apps that
 * run once on each agent. Looked at when agents changed or when it is due.
 */
final class Surroundings {
  private Surroundings() {}

  static List<Fact> look(ClusterState state, Instant at, Rules rules) {
    return List.of();
  }

  static Optional<Instant> nextLook(ClusterState state, Instant at, Rules rules) {
    return Optional.empty();
  }
}
