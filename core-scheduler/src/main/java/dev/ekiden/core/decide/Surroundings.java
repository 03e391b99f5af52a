package dev.ekiden.core.decide;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.supervise.Blackout;
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
    return Blackout.look(state, blackout(rules), at);
  }

  static Optional<Instant> nextLook(ClusterState state, Instant at, Rules rules) {
    return Blackout.nextLook(state, blackout(rules));
  }

  private static Blackout.Limits blackout(Rules rules) {
    return new Blackout.Limits(rules.brakeLeast(), rules.brakeShare(), rules.brakePatience());
  }
}
