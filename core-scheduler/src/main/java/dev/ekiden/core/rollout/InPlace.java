package dev.ekiden.core.rollout;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Resizing;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses old instances that become ones of the version now without a restart: only their size
 * differs, they serve, and their agent can do it and has room for what they grow by, as has the
 * quota. Room is reckoned one after the other, so that all that are chosen fit together.
 */
public final class InPlace {
  private final ClusterState state;
  private final App app;
  private final Headroom headroom;
  private final TreeSet<Instant> versions = new TreeSet<>();

  /** What is promised to those chosen so far, by slot of their agent, and in all. */
  private final SortedMap<Integer, Resources> promised = new TreeMap<>();

  private Resources inAll = Resources.NONE;

  /**
   * For an app as it is, or is to be.
   *
   * @param settled the version that the app had before it was changed: whatever is of it was left
   *     alone on purpose, even if there was a restart before
   */
  public InPlace(ClusterState state, App app, Headroom headroom, Instant settled) {
    this.state = state;
    this.app = app;
    this.headroom = headroom;
    if (app.spec().policy().resizing() == Resizing.RESTART || !app.spec().forEver()) {
      return;
    }
    for (var version : state.liveVersions(app.id())) {
      if (!version.equals(app.configVersion())
          && app.definition(version).differsInSizeOnly(app.spec())
          && (version.equals(settled) || !app.restartedSince(version))) {
        versions.add(version);
      }
    }
  }

  /** Whether nothing comes into question, whatever the instances do: known without looking. */
  boolean isOutOfQuestion() {
    return versions.isEmpty();
  }

  /**
   * At most so many; first those whose agents have been told already, then those that the app wants
   * to end last.
   */
  public List<Instance> choose(int most) {
    if (isOutOfQuestion() || most <= 0) {
      return List.of();
    }
    var chosen = new ArrayList<Instance>();
    for (var instance : state.toResize(app.id())) {
      if (chosen.size() < most && isUnderWay(instance)) {
        chosen.add(instance);
      }
    }
    boolean oldestStays = app.spec().killSelection() != KillSelection.OLDEST_FIRST;
    for (var instance : state.walk(app.id(), oldestStays)) {
      if (chosen.size() >= most) {
        break;
      }
      if (isGood(instance) && mayBeAsked(instance) && promise(instance)) {
        chosen.add(instance);
      }
    }
    return List.copyOf(chosen);
  }

  /** Even if for another version: once it has answered, it may be asked again. */
  private boolean isUnderWay(Instance instance) {
    return isGood(instance) && instance.resize() instanceof Resize.Asked;
  }

  private boolean isGood(Instance instance) {
    return instance.ready()
        && instance.goal() == Instance.Goal.RUN
        && versions.contains(instance.configVersion());
  }

  private boolean mayBeAsked(Instance instance) {
    return switch (instance.resize()) {
      case Resize.None _ -> true;
      case Resize.Asked _ -> false;
      case Resize.Refused(var version, _) -> !version.equals(app.configVersion());
    };
  }

  /** Whether its agent and the quota have room for it beside those before. */
  private boolean promise(Instance instance) {
    var pool = state.pool();
    int slot = pool.slotOf(instance.agent());
    if (slot < 0 || pool.standing(slot) != Standing.OPEN || !can(pool.spec(slot))) {
      return false;
    }
    var size = instance.resources().resized(app.spec().resources());
    var more = size.without(instance.resources());
    var there = promised.getOrDefault(slot, Resources.NONE).plus(more);
    var all = inAll.plus(more);
    if (!fits(more, there, pool.free(slot)) || !headroom.grows(all)) {
      return false;
    }
    promised.put(slot, there);
    inAll = all;
    return true;
  }

  /** Also what it may use beyond its request is nothing that every agent can. */
  private boolean can(AgentSpec agent) {
    return agent.can(Ability.RESIZE) && app.spec().needs().stream().allMatch(agent::can);
  }

  /** What does not grow may be short: an agent may have less by now than its instances have. */
  private static boolean fits(Resources more, Resources all, Resources free) {
    return (more.cpuMillis() == 0 || all.cpuMillis() <= free.cpuMillis())
        && (more.memMib() == 0 || all.memMib() <= free.memMib());
  }
}
