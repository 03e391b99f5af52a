package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What would become of instances if their agents were drained now. A forecast, no promise: others
 * may take the room meanwhile, and how long an app stays below its minimum nobody knows.
 *
 * @param moves where each that can move would go, by app
 * @param stuck apps of which some instances fit nowhere else; these stay, or are ended when time is
 *     up
 * @param stays what is not moved, by instance
 * @param dips apps that would serve with fewer than their minimum
 */
public record DrainForecast(List<Move> moves, List<Stuck> stuck, List<Stay> stays, List<Dip> dips) {
  /** Of one app; agents are many and say much the same. */
  private static final int MOST_VETOES = 50;

  public DrainForecast {
    moves = List.copyOf(moves);
    stuck = List.copyOf(stuck);
    stays = List.copyOf(stays);
    dips = List.copyOf(dips);
  }

  /** The first choice of all agents for one instance. */
  public record Move(InstanceId instance, AppId app, AgentId from, AgentId to) {}

  /** These fit nowhere; {@code vetoes} of some of the other agents to the first of them. */
  public record Stuck(AppId app, List<InstanceId> instances, List<Veto> vetoes) {}

  /** It is left where it is: {@code sentence} says for how long. */
  public record Stay(InstanceId instance, AppId app, AgentId agent, String sentence) {}

  /**
   * An app that would serve with {@code left} instances, below its {@code minimum}.
   *
   * @param serving now
   */
  public record Dip(AppId app, int serving, int minimum, int left, String sentence) {}

  /** For all these agents at once; unknown ones hold nothing. */
  public static DrainForecast of(ClusterState state, List<AgentId> agents) {
    return new Draft(state, agents).forecast();
  }

  private static final class Draft {
    private final ClusterState state;
    private final TreeSet<Integer> slots = new TreeSet<>();
    private final SortedMap<Integer, Resources> promised = new TreeMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<Stuck> stuck = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();
    private final List<Dip> dips = new ArrayList<>();

    Draft(ClusterState state, List<AgentId> agents) {
      this.state = state;
      agents.stream().map(state.pool()::slotOf).filter(slot -> slot >= 0).forEach(slots::add);
    }

    DrainForecast forecast() {
      var moving = new TreeMap<AppId, List<Instance>>();
      for (int slot : slots) {
        for (var instance : state.instancesOn(state.pool().spec(slot).id())) {
          if (Drains.moves(state, instance)) {
            moving.computeIfAbsent(instance.app(), _ -> new ArrayList<>()).add(instance);
          } else if (instance.active()) {
            stays.add(stay(instance));
          }
        }
      }
      moving.forEach((id, instances) -> move(state.app(id).orElseThrow(), instances));
      return new DrainForecast(moves, stuck, stays, dips);
    }

    private Stay stay(Instance instance) {
      boolean forEver = state.app(instance.app()).filter(app -> app.spec().forEver()).isPresent();
      var sentence =
          forEver
              ? "runs once on each agent: it ends last"
              : "is a job's: it may finish within the time of the drain";
      return new Stay(instance.id(), instance.app(), instance.agent(), sentence);
    }

    private void move(App app, List<Instance> instances) {
      var placed = state.tally(app.id(), app.configVersion()).places();
      var placement = Placement.of(state.pool(), app.spec(), placed, state.applied());
      slots.forEach(placement::exclude);
      promised.forEach(placement::debit);
      var spots = placement.place(instances.size()).spots();
      for (int i = 0; i < spots.size(); i++) {
        var instance = instances.get(i);
        var spot = spots.get(i);
        moves.add(new Move(instance.id(), app.id(), instance.agent(), spot.agent()));
        promised.merge(spot.slot(), app.spec().resources(), Resources::plus);
      }
      var left = instances.subList(spots.size(), instances.size());
      if (!left.isEmpty()) {
        var vetoes =
            placement.vetoes().stream()
                .filter(veto -> !slots.contains(state.pool().slotOf(veto.agent())))
                .limit(MOST_VETOES)
                .toList();
        stuck.add(new Stuck(app.id(), left.stream().map(Instance::id).toList(), vetoes));
      }
      dip(app, instances.size() - left.size(), left);
    }

    /** Those that fit nowhere are missed when time is up; without quota one ends before another. */
    private void dip(App app, int moving, List<Instance> left) {
      int serving = 0;
      for (var version : state.liveVersions(app.id())) {
        serving += state.tally(app.id(), version).serving();
      }
      int minimum = app.spec().upgrade().minimumHealthy(app.wanted());
      int missed = (int) left.stream().filter(Instance::serves).count();
      boolean tight = moving > 0 && QuotaCheck.headroom(state, app.spec()) < 1;
      if (missed > 0 && serving - missed < minimum) {
        var sentence = "%d of its instances fit nowhere else".formatted(missed);
        dips.add(new Dip(app.id(), serving, minimum, serving - missed, sentence));
      } else if (tight && serving - 1 < minimum) {
        var sentence = "its quota has no room for one more, so one must end before it is replaced";
        dips.add(new Dip(app.id(), serving, minimum, serving - 1, sentence));
      }
    }
  }
}
