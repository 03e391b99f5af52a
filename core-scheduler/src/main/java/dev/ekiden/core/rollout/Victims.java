package dev.ekiden.core.rollout;

import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Chooses who goes. First what serves least: to be replaced and not serving, unreachable, starting,
 * running without serving, serving but to be replaced, serving but not ready, ready; of those alike
 * old versions before the version now; then by the app's rule on age. Where fewer are wanted of an
 * app that GROUP_BY spreads, the fullest groups come before all of that.
 */
final class Victims {
  private static final int RANKS = 14;

  private final ClusterState state;
  private final App app;

  Victims(ClusterState state, App app) {
    this.state = state;
    this.app = app;
  }

  boolean isCurrent(Instance instance) {
    return instance.configVersion().equals(app.configVersion());
  }

  /**
   * At most {@code count} of the active ones that qualify, least worth first.
   *
   * @param alike all of them are known to be of the same worth, so that the first ones will do
   */
  List<Instance> least(int count, boolean alike, Predicate<Instance> qualifies) {
    if (count <= 0) {
      return List.of();
    }
    var ranks = new ArrayList<List<Instance>>();
    for (int rank = 0; rank < RANKS; rank++) {
      ranks.add(new ArrayList<>());
    }
    int found = 0;
    for (var instance : byAge()) {
      if (instance.active() && qualifies.test(instance)) {
        var rank = ranks.get(rank(instance));
        if (rank.size() < count) {
          rank.add(instance);
          found++;
        }
        if (alike && found == count) {
          break;
        }
      }
    }
    var least = new ArrayList<Instance>();
    ranks.forEach(least::addAll);
    return List.copyOf(least.subList(0, Math.min(count, least.size())));
  }

  private Iterable<Instance> byAge() {
    return state.walk(app.id(), app.spec().killSelection() == KillSelection.OLDEST_FIRST);
  }

  private int rank(Instance instance) {
    return 2 * worth(instance) + (isCurrent(instance) ? 1 : 0);
  }

  private static int worth(Instance instance) {
    boolean replace = instance.goal() == Instance.Goal.REPLACE;
    if (instance.serves()) {
      return replace ? 4 : instance.ready() ? 6 : 5;
    }
    if (replace) {
      return 0;
    }
    return switch (instance.condition()) {
      case UNREACHABLE, INACTIVE, KILLING -> 1;
      case STARTING -> 2;
      case RUNNING -> 3;
    };
  }

  /**
   * As {@link #least} among those that are to go on, keeping groups even: one after the other is
   * taken where the spread shrinks, or stays at most 1.
   *
   * @param spare of those that serve, so many may go: the minimum comes before evenness
   */
  List<Instance> evenly(int count, boolean alike, int spare) {
    var fields =
        app.spec().constraints().stream()
            .filter(constraint -> constraint.operator() == Constraint.Operator.GROUP_BY)
            .map(Constraint::field)
            .distinct()
            .toList();
    Predicate<Instance> good = instance -> instance.goal() == Instance.Goal.RUN;
    return fields.isEmpty() || count <= 0
        ? least(count, alike, good)
        : new Groups(fields, least(Integer.MAX_VALUE, false, good)).take(count, spare);
  }

  /** Instances by the values of the fields that spread them, each group's least worth first. */
  private final class Groups {
    private final List<String> fields;
    private final SortedMap<String, Deque<Instance>> groups = new TreeMap<>();
    private final SortedMap<String, List<String>> values = new TreeMap<>();
    private final List<SortedMap<String, Integer>> counts = new ArrayList<>();

    Groups(List<String> fields, List<Instance> leastWorthFirst) {
      this.fields = fields;
      fields.forEach(_ -> counts.add(new TreeMap<>()));
      for (var instance : leastWorthFirst) {
        var where = values(instance);
        var key = String.join("\n", where);
        values.put(key, where);
        groups.computeIfAbsent(key, _ -> new ArrayDeque<>()).addLast(instance);
        for (int i = 0; i < fields.size(); i++) {
          counts.get(i).merge(where.get(i), 1, Integer::sum);
        }
      }
    }

    private List<String> values(Instance instance) {
      int slot = state.pool().slotOf(instance.agent());
      return fields.stream()
          .map(field -> slot < 0 ? "" : state.pool().spec(slot).field(field))
          .toList();
    }

    List<Instance> take(int count, int spare) {
      var taken = new ArrayList<Instance>();
      int left = spare;
      while (true) {
        if (left <= 0) {
          groups.values().removeIf(group -> group.getFirst().serves());
        }
        if (taken.size() == count || groups.isEmpty()) {
          return List.copyOf(taken);
        }
        var victim = takeOne();
        taken.add(victim);
        left -= victim.serves() ? 1 : 0;
      }
    }

    private Instance takeOne() {
      var spreads = counts.stream().map(Spread::of).toList();
      var best = groups.firstKey();
      for (var key : groups.keySet()) {
        if (compare(key, best, spreads) < 0) {
          best = key;
        }
      }
      var where = values.getOrDefault(best, List.of());
      for (int i = 0; i < fields.size(); i++) {
        counts.get(i).merge(where.get(i), -1, Integer::sum);
      }
      var group = groups.getOrDefault(best, new ArrayDeque<>());
      var victim = group.removeFirst();
      if (group.isEmpty()) {
        groups.remove(best);
      }
      return victim;
    }

    private int compare(String one, String other, List<Spread> spreads) {
      int byUnevenness = Integer.compare(unevenness(one, spreads), unevenness(other, spreads));
      if (byUnevenness != 0) {
        return byUnevenness;
      }
      int byRank = Integer.compare(rank(head(one)), rank(head(other)));
      if (byRank != 0) {
        return byRank;
      }
      int byAge = head(one).placedAt().compareTo(head(other).placedAt());
      return app.spec().killSelection() == KillSelection.OLDEST_FIRST ? byAge : -byAge;
    }

    private Instance head(String key) {
      var group = groups.get(key);
      if (group == null) {
        throw new IllegalStateException("no such group: " + key);
      }
      return group.getFirst();
    }

    /** 0: even afterwards; else how far the group is from the fullest, plus one. */
    private int unevenness(String key, List<Spread> spreads) {
      int sum = 0;
      var where = values.getOrDefault(key, List.of());
      for (int i = 0; i < fields.size(); i++) {
        var spread = spreads.get(i);
        int here = counts.get(i).getOrDefault(where.get(i), 0);
        sum += spread.without(here) <= 1 ? 0 : 1 + spread.most - here;
      }
      return sum;
    }
  }

  /** The fullest groups, how many there are of them, and the emptiest. */
  private record Spread(int most, int fullest, int least) {
    static Spread of(SortedMap<String, Integer> counts) {
      int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      int least = counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
      int fullest = (int) counts.values().stream().filter(count -> count == most).count();
      return new Spread(most, fullest, least);
    }

    /** Fullest minus emptiest, once a group of {@code here} has one less. */
    int without(int here) {
      int mostThen = here == most && fullest == 1 ? most - 1 : most;
      return mostThen - Math.min(least, here - 1);
    }
  }
}
