package dev.ekiden.core.decide;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.supervise.Blackout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What concerns more than one app: the brake on giving up, agents that have become empty, apps that
 * run once on each agent. Looked at when agents changed or when it is due.
 */
final class Surroundings {
  private Surroundings() {}

  static List<Fact> look(ClusterState state, Instant at, Rules rules) {
    var facts = new ArrayList<Fact>();
    facts.addAll(Blackout.look(state, blackout(rules), at));
    facts.addAll(Drains.look(state, at));
    facts.addAll(PerAgentApps.look(state, at));
    return facts;
  }

  static Optional<Instant> nextLook(ClusterState state, Instant at, Rules rules) {
    return Stream.of(Blackout.nextLook(state, blackout(rules)), Drains.nextLook(state, at))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private static Blackout.Limits blackout(Rules rules) {
    return new Blackout.Limits(rules.brakeLeast(), rules.brakeShare(), rules.brakePatience());
  }
}
