package dev.ekiden.core.place;

import static dev.ekiden.core.model.AgentBuilder.agent;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Agents, what is taken on them, and an app, all by a seed. */
final class RandomCluster {
  private static final String[] FIELDS = {"hostname", "@hostname", "@zone", "rack", "size", "none"};

  private final SplittableRandom random;
  final Pool pool = new Pool();
  final IntCounts placed = new IntCounts();
  final AppSpec app;

  /** What was done to the pool, so that it can be done to another in another order. */
  final List<Step> steps = new ArrayList<>();

  record Step(int slot, AgentSpec first, AgentSpec last, Standing standing, List<Taken> taken) {}

  record Taken(Resources what, List<Integer> ports) {}

  RandomCluster(long seed, int mostAgents) {
    random = new SplittableRandom(seed);
    int agents = random.nextInt(1, mostAgents + 1);
    int busy = random.nextInt(4);
    // Now and then they are far apart, so that whole blocks and regions have to be passed.
    int stride = random.nextInt(6) == 0 ? 97 : 1;
    for (int i = 0; i < agents; i++) {
      steps.add(step(i * stride, busy));
    }
    steps.forEach(step -> apply(pool, step));
    app = app();
    if (random.nextBoolean()) {
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        placed.add(random.nextInt(agents) * stride, random.nextInt(1, 3));
      }
    }
  }

  static void apply(Pool pool, Step step) {
    pool.restore(step.slot, step.first, Standing.OPEN);
    step.taken.forEach(one -> pool.take(step.slot, one.what, one.ports));
    pool.put(step.last, step.standing);
  }

  private Step step(int slot, int busy) {
    var first = spec(slot);
    var last = random.nextInt(8) == 0 ? spec(slot) : first;
    var standing = random.nextInt(10) == 0 ? Standing.values()[random.nextInt(3)] : Standing.OPEN;
    var taken = new ArrayList<Taken>();
    var ports = new TreeSet<Integer>();
    for (int i = random.nextInt(busy * 2 + 1); i > 0; i--) {
      var some = new ArrayList<Integer>();
      for (int j = random.nextInt(4); j > 0; j--) {
        int port = 1000 + random.nextInt(30);
        if (ports.add(port)) {
          some.add(port);
        }
      }
      var what = new Resources(random.nextInt(400), random.nextInt(400), random.nextInt(300));
      taken.add(new Taken(what, some));
    }
    return new Step(slot, first, last, standing, taken);
  }

  private AgentSpec spec(int slot) {
    var builder =
        agent("n" + (slot * 37) % 100_003)
            .capacity(random.nextInt(2000), random.nextInt(2000), random.nextInt(2000))
            .ports(ranges());
    if (random.nextInt(4) == 0) {
      builder.gpus(random.nextInt(3));
    }
    if (random.nextInt(10) > 0) {
      builder.with("zone", "z" + random.nextInt(3));
    }
    if (random.nextInt(10) > 0) {
      builder.with("rack", "r" + random.nextInt(12));
    }
    if (random.nextInt(3) > 0) {
      builder.with("size", new String[] {"0.8", "0.80", "2", "big"}[random.nextInt(4)]);
    }
    if (random.nextInt(6) == 0) {
      builder.with("role", random.nextBoolean() ? "db" : "edge");
    }
    return builder.build();
  }

  private PortRange[] ranges() {
    return switch (random.nextInt(4)) {
      case 0 -> new PortRange[0];
      case 1 -> new PortRange[] {new PortRange(1000, 1002), new PortRange(1010, 1013)};
      default -> new PortRange[] {new PortRange(1000, 1000 + random.nextInt(30))};
    };
  }

  private AppSpec app() {
    var builder =
        AppBuilder.app("/a").resources(amount(), amount(), amount()).gpus(random.nextInt(8) / 7);
    builder.ports(random.ints(random.nextInt(3), 0, 2).map(n -> n * 1001).distinct().toArray());
    if (random.nextBoolean()) {
      builder.requirePorts();
    }
    var constraints = new Constraint[new int[] {0, 1, 1, 2, 3}[random.nextInt(5)]];
    for (int i = 0; i < constraints.length; i++) {
      constraints[i] = constraint();
    }
    var preferences = new Preference[Math.max(0, random.nextInt(-2, 3))];
    for (int i = 0; i < preferences.length; i++) {
      preferences[i] = new Preference(constraint(), random.nextInt(1, 4));
    }
    switch (random.nextInt(5)) {
      case 0 -> builder.roles("db");
      case 1 -> builder.roles("*", "edge");
      default -> {}
    }
    if (random.nextInt(3) == 0) {
      builder.pack();
    }
    return builder.constraints(constraints).prefers(preferences).build();
  }

  private int amount() {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(1, 300);
  }

  private Constraint constraint() {
    var field = FIELDS[random.nextInt(FIELDS.length - (random.nextInt(6) == 0 ? 0 : 1))];
    var operator = Operator.values()[random.nextInt(7)];
    var value =
        switch (operator) {
          case UNIQUE -> "";
          case CLUSTER -> random.nextBoolean() ? "" : value(field);
          case GROUP_BY -> random.nextBoolean() ? "" : "" + random.nextInt(1, 5);
          case LIKE, UNLIKE -> random.nextBoolean() ? value(field) : value(field) + "|.*[1-5]";
          case MAX_PER -> "" + random.nextInt(1, 4);
          case IS -> value(field);
        };
    return new Constraint(field, operator, value);
  }

  private String value(String field) {
    return switch (field) {
      case "@zone" -> "z" + random.nextInt(3);
      case "rack" -> "r" + random.nextInt(12);
      case "size" -> "0.8";
      default -> steps.get(random.nextInt(steps.size())).last().id().value();
    };
  }

  static AgentId id(Pool pool, int slot) {
    return pool.spec(slot).id();
  }

  /** All that can be seen of the pool. */
  static String dump(Pool pool) {
    var text = new StringBuilder().append(pool.slots()).append(pool.capacity()).append('\n');
    for (int slot = 0; slot < pool.slots(); slot++) {
      if (pool.present(slot)) {
        text.append(slot).append(pool.spec(slot)).append(pool.standing(slot));
        text.append(pool.used(slot)).append(pool.rooms().freePorts(slot));
        text.append(pool.rooms().freeCpuMillis(slot)).append(pool.rooms().freeMemMib(slot));
        for (int port = 990; port < 1040; port++) {
          text.append(pool.portTaken(slot, port) ? 'x' : '-');
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
