package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.ClusterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Places instances of one app, one after the other, each seeing those before it. Spreads: the
 * smallest group of a GROUP_BY wins, then the agent with the fewest of this app, then the one with
 * the most memory left, then the lower name.
 */
public final class Placement {
  private final ClusterState state;
  private final AppSpec spec;
  private final List<ConstraintCount> counts;
  private final TreeMap<AgentId, Room> rooms = new TreeMap<>();

  /** One instance's place. */
  public record Spot(AgentId agent, List<Integer> ports) {}

  /** What could be placed, and for the first that could not, why, agent by agent. */
  public record Result(List<Spot> spots, List<Veto> vetoes) {}

  private Placement(ClusterState state, AppSpec spec, Instant configVersion) {
    this.state = state;
    this.spec = spec;
    this.counts = ConstraintCount.of(spec.constraints(), state.agents());
    for (var agent : state.agents()) {
      rooms.put(agent.id(), new Room(agent, state));
    }
    // Only instances of the same configuration count for constraints, as in Marathon.
    for (var instance : state.instancesOf(spec.id())) {
      if (instance.active() && instance.configVersion().equals(configVersion)) {
        state.agent(instance.agent()).map(Agent::spec).ifPresent(this::count);
        var room = rooms.get(instance.agent());
        if (room != null) {
          room.ofApp++;
        }
      }
    }
  }

  /**
   * @param configVersion instances of this version count as already placed
   * @param count at least 0
   */
  public static Result place(ClusterState state, AppSpec spec, Instant configVersion, int count) {
    var placement = new Placement(state, spec, configVersion);
    var spots = new ArrayList<Spot>();
    for (int i = 0; i < count; i++) {
      var spot = placement.next();
      if (spot.isEmpty()) {
        return new Result(List.copyOf(spots), placement.vetoes());
      }
      spots.add(spot.get());
    }
    return new Result(List.copyOf(spots), List.of());
  }

  /** What each agent says to one more instance; only the ones that refuse. */
  public static List<Veto> vetoes(ClusterState state, AppSpec spec, Instant configVersion) {
    return new Placement(state, spec, configVersion).vetoes();
  }

  private Optional<Spot> next() {
    return rooms.values().stream()
        .filter(room -> veto(room).isEmpty())
        .min(
            Comparator.comparingInt(this::crowd)
                .thenComparing(room -> room.ofApp)
                .thenComparing(room -> -room.free().memMib())
                .thenComparing(room -> room.agent.id()))
        .map(this::take);
  }

  private Spot take(Room room) {
    var ports = room.takePorts(spec);
    room.used = room.used.plus(spec.resources());
    room.ofApp++;
    count(room.agent.spec());
    return new Spot(room.agent.id(), ports);
  }

  private void count(AgentSpec holder) {
    counts.forEach(count -> count.add(holder));
  }

  /** How many share a group with one more instance there: even groups come before even agents. */
  private int crowd(Room room) {
    return counts.stream().mapToInt(count -> count.crowd(room.agent.spec())).sum();
  }

  private List<Veto> vetoes() {
    return rooms.values().stream().flatMap(room -> veto(room).stream()).toList();
  }

  /** First reason against, in Marathon's funnel order: constraints, CPU, memory, disk, ports. */
  private Optional<Veto> veto(Room room) {
    if (!room.agent.ready()) {
      return Optional.of(new Veto.Silent(room.agent.id()));
    }
    for (var count : counts) {
      if (!count.accepts(room.agent.spec())) {
        var constraint = count.constraint();
        return Optional.of(
            new Veto.ConstraintFails(
                room.agent.id(), constraint.text(), room.agent.spec().field(constraint.field())));
      }
    }
    return room.shortOf(spec.resources()).or(() -> room.portVeto(spec));
  }
}
