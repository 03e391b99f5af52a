package dev.ekiden.core.sim;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.ClusterState;
import java.time.Duration;
import java.util.List;

/** Draws apps, quotas and machines with everything that they can have. */
final class Drawing {
  private static final int SOME_INSTANCES = 9;

  private final Simulation sim;
  private final Chance chance;

  Drawing(Simulation sim) {
    this.sim = sim;
    this.chance = sim.chance;
  }

  static AgentSpec agent(Chance chance, int number) {
    var spec =
        AgentBuilder.agent("n%04d".formatted(number))
            .capacity(1000 + 500L * chance.below(4), 1024 + 512L * chance.below(4), 2048)
            .ports(31_000, 31_000 + chance.below(9) + 3)
            .gpus(chance.below(8) == 0 ? 2 : 0)
            .with("rack", "r" + number % 5);
    if (number % 3 != 0) {
      spec.with("zone", "z" + number % 2);
    }
    if (number % 11 == 3) {
      spec.cannot(Ability.RESIZE);
    }
    if (number % 10 == 7) {
      spec.with("role", "big");
    }
    return spec.build();
  }

  AppId someId() {
    return id(chance.below(sim.size.apps()));
  }

  private AppId id(int number) {
    int project = number % sim.size.projects();
    if (number % 17 == 5) {
      return new AppId("/solo-" + number);
    }
    var team = number % 3 == 0 ? "/team" : "";
    return new AppId("/p" + project + team + "/app-" + number);
  }

  GroupId someGroup() {
    var groups = someId().groups();
    return groups.get(chance.below(groups.size()));
  }

  Quota quota(ClusterState state, GroupId group) {
    var wanted = state.use(group).wanted();
    long most = Quota.UNLIMITED;
    return switch (chance.below(8)) {
      case 0, 1 -> Quota.NONE;
      case 2 -> new Quota(most, most, wanted.instances());
      case 3 -> new Quota(wanted.cpuMillis() + 300, most, most);
      case 4 -> new Quota(chance.between(500, 9000), most, most);
      case 5 -> new Quota(most, chance.between(500, 9000), chance.between(5, 40));
      case 6 -> new Quota(most, most, 4000, 4, chance.between(5, 60), 20, 2.5, Priority.CRITICAL);
      default -> new Quota(most, most, chance.between(5, 40));
    };
  }

  /** A new definition, the one before with another number, or just the same again. */
  AppSpec spec(ClusterState state) {
    return spec(state, List.of());
  }

  /** As {@link #spec(ClusterState)}; a new definition depends on one of {@code needed}. */
  AppSpec spec(ClusterState state, List<AppId> needed) {
    var id = someId();
    var known = state.app(id);
    if (needed.isEmpty() && known.isPresent() && chance.lucky(0.5)) {
      var spec = known.get().spec();
      return chance.lucky(0.2)
          ? spec
          : chance.lucky(0.5) ? sized(spec) : spec.withInstances(chance.below(SOME_INSTANCES));
    }
    var app =
        AppBuilder.app(id.path())
            .env("DRAWN", "" + chance.below(1000))
            .instances(chance.below(SOME_INSTANCES))
            .resources(
                50L * (1 + chance.below(10)), 32L * (1 + chance.below(12)), 10L * chance.below(20))
            .upgrade(chance.below(3) / 2.0, chance.below(3) / 2.0)
            .backoff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(60))
            .killSelection(KillSelection.values()[chance.below(2)]);
    if (chance.lucky(0.08)) {
      app.env(Copy.FATE, chance.one(List.of("hangs", "fails", "dies", "sick", "unready")));
    }
    if (chance.lucky(0.6)) {
      app.ports(0, chance.lucky(0.1) ? 31_000 + chance.below(6) : 0);
      if (chance.lucky(0.5)) {
        app.checked();
      }
      if (chance.lucky(0.2)) {
        app.readiness();
      }
    } else if (chance.lucky(0.2)) {
      app.ports(31_000 + chance.below(8)).requirePorts();
    }
    constrain(app);
    policy(app);
    if (!needed.isEmpty()) {
      app.dependsOn(chance.one(needed).path());
    }
    return app.build();
  }

  /** With other processors and memory, and perhaps of another number. */
  private AppSpec sized(AppSpec spec) {
    var size = new Resources(50L * (1 + chance.below(10)), 32L * (1 + chance.below(12)), 0);
    return spec.withSize(size, spec.limits())
        .withInstances(chance.lucky(0.7) ? spec.instances() : chance.below(SOME_INSTANCES));
  }

  private void policy(AppBuilder app) {
    if (chance.lucky(0.1)) {
      app.gpus(1);
    }
    if (chance.lucky(0.1)) {
      app.roles("*", "big");
    }
    if (chance.lucky(0.1)) {
      app.pack();
    }
    if (chance.lucky(0.3)) {
      app.priority(Priority.values()[chance.below(Priority.values().length)]);
    }
    if (chance.lucky(0.15)) {
      app.prefers(
          new Preference(new Constraint("rack", Constraint.Operator.LIKE, "r[34]"), 50),
          new Preference(new Constraint("zone", Constraint.Operator.GROUP_BY, ""), 20));
    }
    if (chance.lucky(0.15)) {
      app.dependsOn(someId().path());
    }
    switch (chance.below(5)) {
      case 0 -> app.unreachable(Duration.ofSeconds(20), Duration.ofSeconds(60));
      case 1 -> app.unreachable(Duration.ZERO, Duration.ofSeconds(45));
      case 2 -> app.waitsForItsAgent();
      default -> {
        // Replaced and forgotten at once.
      }
    }
    if (chance.lucky(0.3)) {
      app.rollout(Duration.ofSeconds(chance.between(30, 300)), chance.lucky(0.7));
    }
    if (chance.lucky(0.15)) {
      app.canary(
          1 + chance.below(2), Duration.ofSeconds(chance.lucky(0.5) ? 0 : chance.below(30) + 1));
    }
    if (chance.lucky(0.1)) {
      app.restartsToResize();
    }
    if (chance.lucky(0.3)) {
      app.healing(chance.lucky(0.5), chance.below(3));
    }
    workload(app);
  }

  private void workload(AppBuilder app) {
    int dice = chance.below(40);
    var limit = Duration.ofSeconds(chance.lucky(0.5) ? 0 : chance.between(10, 120));
    if (dice < 3) {
      app.job(chance.below(3));
    } else if (dice == 3) {
      app.workload(
          new Workload.Scheduled(
              "* * * * *",
              "UTC",
              new Workload.Job(chance.below(2), limit),
              chance.one(List.of(Workload.Overlap.values()))));
    } else if (dice == 4) {
      app.resources(20, 16, 0).ports().workload(new Workload.PerAgent());
    }
  }

  private void constrain(AppBuilder app) {
    switch (chance.below(15)) {
      case 0 -> app.constraint("hostname", Constraint.Operator.UNIQUE, "");
      case 1 -> app.constraint("rack", Constraint.Operator.UNIQUE, "");
      case 2 -> app.constraint("rack", Constraint.Operator.MAX_PER, "2");
      case 3 -> app.constraint("rack", Constraint.Operator.GROUP_BY, chance.lucky(0.5) ? "" : "3");
      case 4 -> app.constraint("zone", Constraint.Operator.CLUSTER, "");
      case 5 -> app.constraint("rack", Constraint.Operator.LIKE, "r[12]");
      case 6 -> app.constraint("zone", Constraint.Operator.UNLIKE, "z1");
      case 7 ->
          app.constraints(
              new Constraint("@zone", Constraint.Operator.IS, "z1"),
              new Constraint("hostname", Constraint.Operator.MAX_PER, "1"));
      case 8 -> app.constraint("zone", Constraint.Operator.CLUSTER, "z0");
      default -> {
        // Anywhere.
      }
    }
  }
}
