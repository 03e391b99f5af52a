package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Spreading;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What placing means, written down for reading: looks at everything, each time anew. */
final class NaivePlacement {
  private final Pool pool;
  private final AppSpec app;
  private final TreeMap<Integer, Resources> used = new TreeMap<>();
  private final TreeMap<Integer, TreeSet<Integer>> given = new TreeMap<>();
  private final TreeMap<Integer, Integer> counts = new TreeMap<>();

  NaivePlacement(Pool pool, AppSpec app, IntCounts placed) {
    this.pool = pool;
    this.app = app;
    placed.forEach(counts::put);
    for (int slot = 0; slot < pool.slots(); slot++) {
      if (pool.present(slot)) {
        used.put(slot, pool.used(slot));
        given.put(slot, new TreeSet<>());
      }
    }
  }

  /** Slots of agents that can take one more. */
  List<Integer> accepting() {
    return used.keySet().stream().filter(this::accepts).toList();
  }

  void take(Placement.Spot spot) {
    used.merge(spot.slot(), app.resources(), Resources::plus);
    given.get(spot.slot()).addAll(spot.ports());
    counts.merge(spot.slot(), 1, Integer::sum);
  }

  boolean accepts(int slot) {
    return meetsAsSuch(slot)
        && app.constraints().stream().allMatch(one -> counts(one, slot))
        && pool.spec(slot).capacity().without(used.get(slot)).covers(app.resources())
        && hasPorts(slot);
  }

  /** Whether it may ever take one, if there is room. */
  private boolean meetsAsSuch(int slot) {
    var agent = pool.spec(slot);
    boolean role =
        app.roles().isEmpty() ? agent.role().equals("*") : app.roles().contains(agent.role());
    return pool.standing(slot) == Standing.OPEN
        && role
        && app.constraints().stream().allMatch(one -> meets(one, agent));
  }

  static boolean meets(Constraint constraint, AgentSpec agent) {
    var actual = agent.field(constraint.field());
    var value = constraint.value();
    return switch (constraint.operator()) {
      case UNIQUE, MAX_PER, GROUP_BY -> !actual.isEmpty();
      case CLUSTER -> !actual.isEmpty() && (value.isEmpty() || value.equals(actual));
      case LIKE -> !actual.isEmpty() && actual.matches(value);
      case UNLIKE -> !actual.matches(value);
      case IS -> !actual.isEmpty() && (value.equals(actual) || sameNumber(value, actual));
    };
  }

  private static boolean sameNumber(String one, String other) {
    return one.matches("[0-9.]+")
        && other.matches("[0-9.]+")
        && new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
  }

  private SortedMap<String, Integer> use(String field) {
    var use = new TreeMap<String, Integer>();
    counts.forEach((slot, count) -> use.merge(pool.spec(slot).field(field), count, Integer::sum));
    use.remove("");
    return use;
  }

  /** Whether the instances that are there let one more in. */
  boolean counts(Constraint constraint, int slot) {
    var use = use(constraint.field());
    int here = use.getOrDefault(pool.spec(slot).field(constraint.field()), 0);
    return switch (constraint.operator()) {
      case UNIQUE -> here == 0;
      case MAX_PER -> here < Integer.parseInt(constraint.value());
      case CLUSTER -> !constraint.value().isEmpty() || use.isEmpty() || here > 0;
      case GROUP_BY ->
          here == 0 || (use.size() >= groups(constraint) && here == Collections.min(use.values()));
      case LIKE, UNLIKE, IS -> true;
    };
  }

  private int groups(Constraint constraint) {
    if (!constraint.value().isEmpty()) {
      return Integer.parseInt(constraint.value());
    }
    var groups = new TreeSet<String>();
    for (int slot : used.keySet()) {
      if (meetsAsSuch(slot)) {
        groups.add(pool.spec(slot).field(constraint.field()));
      }
    }
    groups.remove("");
    return groups.size();
  }

  private boolean hasPorts(int slot) {
    int free = 0;
    for (var range : pool.spec(slot).ports()) {
      for (int port = range.first(); port <= range.last(); port++) {
        free += isFree(slot, port) ? 1 : 0;
      }
    }
    return free >= app.ports().size() && fixed().stream().allMatch(port -> isFree(slot, port));
  }

  boolean isFree(int slot, int port) {
    return pool.spec(slot).mayGive(port)
        && !pool.portTaken(slot, port)
        && !given.get(slot).contains(port);
  }

  private List<Integer> fixed() {
    return app.requirePorts()
        ? app.ports().stream().map(PortSpec::port).filter(port -> port != 0).toList()
        : List.of();
  }

  /** Lower is better, component by component: what matters beyond taste. */
  double[] badness(int slot) {
    double unmet = 0;
    double onAgent = 0;
    for (var preference : app.policy().preferences()) {
      var constraint = preference.constraint();
      boolean met = meets(constraint, pool.spec(slot)) && counts(constraint, slot);
      boolean ofAgent =
          constraint.field().endsWith("hostname")
              && List.of(Operator.UNIQUE, Operator.MAX_PER).contains(constraint.operator());
      unmet += met || ofAgent ? 0 : preference.weight();
      onAgent += met || !ofAgent ? 0 : preference.weight();
    }
    double crowd = 0;
    for (var constraint : app.constraints()) {
      if (constraint.operator() == Operator.GROUP_BY) {
        crowd += use(constraint.field()).getOrDefault(pool.spec(slot).field(constraint.field()), 0);
      }
    }
    boolean packs = app.policy().spreading() == Spreading.PACK;
    double left = share(slot);
    double count = counts.getOrDefault(slot, 0);
    return packs
        ? new double[] {crowd, unmet, onAgent, 0, left}
        : new double[] {crowd, unmet, onAgent, count, 1 - left};
  }

  /** How much of the agent would be left, of what is scarcest. */
  private double share(int slot) {
    var all = pool.spec(slot).capacity();
    var left = all.without(used.get(slot)).without(app.resources());
    double[] shares = {
      share(left.cpuMillis(), all.cpuMillis()),
      share(left.memMib(), all.memMib()),
      share(left.diskMib(), all.diskMib()),
      share(left.gpus(), all.gpus())
    };
    return Arrays.stream(shares).min().orElse(1);
  }

  private static double share(long part, long all) {
    return all == 0 ? 1 : (double) part / all;
  }
}
