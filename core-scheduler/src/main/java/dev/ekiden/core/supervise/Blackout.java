package dev.ekiden.core.supervise;

import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.Brake;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Drain;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The brake on giving up. When many agents fall silent at once it is more likely that the network
 * or we ourselves are at fault than that all these machines died, and starting everything anew
 * elsewhere would do the rest of the harm. So nothing is given up until nearly all of them are
 * back, or for as long as patience lasts.
 */
public final class Blackout {
  private Blackout() {}

  /**
   * When the brake engages and how long it holds.
   *
   * @param least so many agents at least have fallen silent
   * @param share of all agents, 0 to 1, and more than this
   * @param patience within this time; and so long it holds at most
   */
  public record Limits(int least, double share, Duration patience) {}

  /** What is to be said about the brake now. */
  public static List<Fact> look(ClusterState state, Limits limits, Instant at) {
    var facts = new ArrayList<Fact>();
    switch (state.brake()) {
      case Brake.Off _ -> engage(state, limits, at, facts);
      case Brake.On on -> {
        int left = fallenSilent(state, limits, on.since().minus(limits.patience()));
        if (!at.isBefore(on.since().plus(limits.patience()))) {
          facts.add(new Fact.BrakeReleased(left + " agents are still silent; time is up", at));
          // Those that it held so far are silent for too long to count once more.
          engage(state, limits, at, facts);
        } else if (left < limits.least()) {
          var why = left == 0 ? "all agents are back" : "all agents but " + left + " are back";
          facts.add(new Fact.BrakeReleased(why, at));
        }
      }
    }
    return facts;
  }

  /** When it is to be looked at again though no agent changes. */
  public static Optional<Instant> nextLook(ClusterState state, Limits limits) {
    return state.brake() instanceof Brake.On on
        ? Optional.of(on.since().plus(limits.patience()))
        : Optional.empty();
  }

  private static void engage(ClusterState state, Limits limits, Instant at, List<Fact> facts) {
    int silent = fallenSilent(state, limits, at.minus(limits.patience()));
    int known = state.agentCount();
    if (silent >= limits.least() && silent > limits.share() * known) {
      facts.add(new Fact.BrakeEngaged(silent, known, at));
    }
  }

  /** Silent ones since then; where it cannot be many it is not counted. */
  private static int fallenSilent(ClusterState state, Limits limits, Instant after) {
    if (state.silentAgents() < limits.least()) {
      return state.silentAgents();
    }
    return (int)
        state.agents().stream()
            .filter(agent -> agent.standing() == Standing.SILENT)
            .filter(agent -> agent.since().isAfter(after))
            .filter(Blackout::missed)
            .count();
  }

  /** An empty agent may be switched off at any time. */
  private static boolean missed(Agent agent) {
    return !(agent.drain() instanceof Drain.Done);
  }
}
