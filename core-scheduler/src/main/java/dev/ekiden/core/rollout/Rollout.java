package dev.ekiden.core.rollout;

import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an app still needs: how many starts, which kills. Looks at what is there now and nothing
 * else, so it may be asked again at any time. The arithmetic is Marathon's rolling restart, with
 * its guard against a deadlock where minimum and maximum meet.
 */
public final class Rollout {

  /** What to do next. */
  public record Step(int start, List<Instance> kill) {}

  private Rollout() {}

  /**
   * @param live all live instances of the app, those being killed included
   * @param headroom how many more the project's quota allows at the moment
   */
  public static Step next(App app, List<Instance> live, int headroom) {
    var current = new ArrayList<Instance>();
    var old = new ArrayList<Instance>();
    boolean oldEnding = false;
    for (var instance : live) {
      boolean isCurrent = instance.configVersion().equals(app.configVersion());
      if (instance.active()) {
        (isCurrent ? current : old).add(instance);
      } else {
        oldEnding |= !isCurrent;
      }
    }
    // Old ones that are ending still take part in the maximum until they have ended.
    return old.isEmpty() && !oldEnding
        ? scale(app, current, headroom)
        : replace(app, current, old, live.size(), headroom);
  }

  /**
   * What it takes to keep the wanted number without replacing anything: for an app whose rollout
   * was cancelled. Instances of all versions count; of too many, old ones go before new ones.
   */
  public static Step keep(App app, List<Instance> live, int headroom) {
    return scale(app, live.stream().filter(Instance::active).toList(), headroom);
  }

  private static Step scale(App app, List<Instance> current, int headroom) {
    int wanted = app.wanted();
    if (current.size() <= wanted) {
      return new Step(wanted - current.size(), List.of());
    }
    var victims = current.stream().sorted(leastWorthFirst(app)).toList();
    return new Step(0, victims.subList(0, current.size() - wanted));
  }

  private static Step replace(
      App app, List<Instance> current, List<Instance> old, int live, int headroom) {
    int wanted = app.wanted();
    var upgrade = app.spec().upgrade();
    int minimum = upgrade.minimumHealthy(wanted);
    int capacity = upgrade.maximumCapacity(wanted);
    int serving = count(current) + count(old);
    if (minimum == capacity && capacity <= serving) {
      capacity++;
    }
    int missing = Math.max(0, wanted - current.size());
    int start = Math.clamp(capacity - live, 0, missing);
    // Without room in the quota for one more, one old instance makes room: the quota is hard.
    boolean quotaBlocks =
        start > 0
            && headroom == 0
            && current.size() == count(current)
            && live == old.size() + current.size();
    int spare = Math.max(serving - minimum, quotaBlocks ? 1 : 0);
    var kill = new ArrayList<Instance>();
    for (var instance : old.stream().sorted(leastWorthFirst(app)).toList()) {
      if (!instance.serves()) {
        kill.add(instance);
      } else if (spare > 0) {
        kill.add(instance);
        spare--;
      }
    }
    if (current.size() > wanted) {
      var surplus = current.stream().sorted(leastWorthFirst(app)).toList();
      kill.addAll(surplus.subList(0, current.size() - wanted));
    }
    return new Step(start, List.copyOf(kill));
  }

  private static int count(List<Instance> instances) {
    return (int) instances.stream().filter(Instance::serves).count();
  }

  /** Those that do not serve first, then old versions, then by the app's rule on age. */
  private static Comparator<Instance> leastWorthFirst(App app) {
    var byAge = Comparator.comparing(Instance::placedAt);
    return Comparator.comparing(Instance::serves)
        .thenComparing(instance -> instance.configVersion().equals(app.configVersion()))
        .thenComparing(
            app.spec().killSelection() == KillSelection.OLDEST_FIRST ? byAge : byAge.reversed())
        .thenComparing(Instance::id);
  }
}
