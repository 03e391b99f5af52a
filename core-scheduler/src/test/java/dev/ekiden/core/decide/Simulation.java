package dev.ekiden.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster in bad weather: people change their minds, processes die, agents fall silent, reports
 * come late, twice and out of order. All chance is drawn from the seed. Run as a program it prints
 * the facts of a seed, for comparison between machines.
 */
final class Simulation {
  private static final int AGENTS = 30;
  private static final int APPS = 40;
  private static final int PROJECTS = 5;

  /** Rounds of settled weather after which a cluster that still moves is called restless. */
  private static final int PATIENCE = 300;

  final ClusterState state = new ClusterState();
  final List<Fact> log = new ArrayList<>();
  private final SplittableRandom random;
  private final SimulatedAgents agents;
  private final Invariants invariants = new Invariants();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  Simulation(long seed) {
    random = new SplittableRandom(seed);
    agents = new SimulatedAgents(AGENTS, random);
    agents.all().forEach(agent -> send(new Event.AgentHello(now, agent)));
  }

  /** Prints the facts of a run: {@code <seed> <steps>}. */
  public static void main(String... arguments) {
    var simulation = new Simulation(Long.parseLong(arguments[0]));
    simulation.run(Integer.parseInt(arguments[1]));
    System.out.print(simulation.journal());
  }

  /** All facts so far, one line of JSON each. */
  String journal() {
    var mapper = new JsonMapper();
    var lines = new StringBuilder();
    log.forEach(fact -> lines.append(mapper.writeValueAsString(fact)).append('\n'));
    return lines.toString();
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      now = now.plusMillis(random.nextInt(3000));
      step();
    }
  }

  private Decision send(Event event) {
    var decision = Scheduler.turn(state, event, Rules.DEFAULT);
    log.addAll(decision.facts());
    invariants.check(state, decision.facts());
    agents.hear(state, decision.facts());
    return decision;
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 50) {
      agents.deliver(random).ifPresent(message -> send(message.apply(now)));
    } else if (dice < 65) {
      send(new Event.AppSubmitted(now, "alice", spec(), new Event.Expectation.Any(), lucky(0.5)));
    } else if (dice < 69) {
      send(new Event.AppDeleted(now, "alice", someId(), lucky(0.5)));
    } else if (dice < 73) {
      kill();
    } else if (dice < 75) {
      send(new Event.AppRestarted(now, "alice", someId(), lucky(0.5)));
    } else if (dice < 77) {
      pick(state.deployments().stream().filter(Deployment::running).toList())
          .ifPresent(it -> send(new Event.DeploymentCancelled(now, "alice", it.id())));
    } else if (dice < 79) {
      var project = someProject();
      send(new Event.QuotaChanged(now, "admin", project, quota(project)));
    } else if (dice < 83) {
      silence(agents.all().get(random.nextInt(AGENTS)).id());
    } else if (dice < 90) {
      var causes = End.Cause.values();
      var cause = causes[random.nextInt(causes.length)];
      pick(state.instances()).ifPresent(instance -> agents.end(instance, cause));
    } else if (dice < 94) {
      boolean healthy = lucky(0.3);
      pick(state.instances()).ifPresent(instance -> agents.check(instance, healthy));
    } else {
      send(new Event.Tick(now));
    }
  }

  private void kill() {
    var victim = pick(state.instances());
    var other = pick(state.instances());
    if (victim.isPresent() && other.isPresent()) {
      var ids = List.of(victim.get().id(), other.get().id(), new InstanceId("no-such"));
      var app = victim.get().app();
      send(new Event.InstancesKilled(now, "alice", app, ids, lucky(0.5)));
    }
  }

  /** An agent that is away comes back with all it had to say; another one goes. */
  private void silence(AgentId agent) {
    if (agents.isAway(agent)) {
      comeBack(agent);
    } else {
      agents.leave(agent);
      if (lucky(0.8)) {
        send(new Event.AgentSilent(now, agent));
      }
    }
  }

  private void comeBack(AgentId agent) {
    agents.comeBack(agent);
    agents.all().stream()
        .filter(spec -> spec.id().equals(agent))
        .forEach(spec -> send(new Event.AgentHello(now, spec, held(agent))));
  }

  private List<Event.Held> held(AgentId agent) {
    return state.instancesOn(agent).stream()
        .map(instance -> new Event.Held(instance.id(), instance.pid() != 0))
        .toList();
  }

  private boolean lucky(double share) {
    return random.nextDouble() < share;
  }

  private <T> Optional<T> pick(Collection<T> all) {
    return all.isEmpty()
        ? Optional.empty()
        : all.stream().skip(random.nextInt(all.size())).findFirst();
  }

  private AppId someId() {
    int number = random.nextInt(APPS);
    return new AppId("/p" + number % PROJECTS + "/app-" + number);
  }

  private ProjectId someProject() {
    return new ProjectId("p" + random.nextInt(PROJECTS));
  }

  private Quota quota(ProjectId project) {
    return switch (random.nextInt(6)) {
      case 0, 3 -> Quota.NONE;
      case 4 -> {
        int justEnough = QuotaCheck.wantedInstances(state, project);
        yield new Quota(Quota.UNLIMITED, Quota.UNLIMITED, justEnough);
      }
      case 1 -> new Quota(random.nextInt(500, 9000), Quota.UNLIMITED, Quota.UNLIMITED);
      case 2 -> new Quota(Quota.UNLIMITED, random.nextInt(500, 9000), random.nextInt(5, 40));
      default -> new Quota(Quota.UNLIMITED, Quota.UNLIMITED, random.nextInt(5, 40));
    };
  }

  /** A new definition, the one before with another number, or just the same again. */
  private AppSpec spec() {
    var id = someId();
    var known = state.app(id);
    if (known.isPresent() && lucky(0.5)) {
      return lucky(0.2) ? known.get().spec() : known.get().spec().withInstances(random.nextInt(10));
    }
    var app =
        AppBuilder.app(id.path())
            .env("DRAWN", "" + random.nextInt(1000))
            .instances(random.nextInt(10))
            .resources(
                50L * random.nextInt(1, 12), 32L * random.nextInt(1, 16), 10L * random.nextInt(20))
            .upgrade(random.nextInt(3) / 2.0, random.nextInt(3) / 2.0)
            .backoff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(60))
            .killSelection(KillSelection.values()[random.nextInt(2)]);
    if (lucky(0.5)) {
      app.checked();
    }
    if (lucky(0.6)) {
      app.ports(random.nextInt(2), lucky(0.1) ? 31_000 + random.nextInt(6) : 0);
    }
    if (lucky(0.2)) {
      app.ports(31_000 + random.nextInt(8)).requirePorts();
    }
    return constrained(app).build();
  }

  private AppBuilder constrained(AppBuilder app) {
    return switch (random.nextInt(14)) {
      case 0 -> app.constraint("hostname", Constraint.Operator.UNIQUE, "");
      case 1 -> app.constraint("rack", Constraint.Operator.UNIQUE, "");
      case 2 -> app.constraint("rack", Constraint.Operator.MAX_PER, "2");
      case 3 -> app.constraint("rack", Constraint.Operator.GROUP_BY, lucky(0.5) ? "" : "3");
      case 4 -> app.constraint("zone", Constraint.Operator.CLUSTER, "");
      case 5 -> app.constraint("rack", Constraint.Operator.LIKE, "r[12]");
      case 6 -> app.constraint("zone", Constraint.Operator.UNLIKE, "z1");
      case 7 ->
          app.constraints(
              new Constraint("@zone", Constraint.Operator.IS, "z1"),
              new Constraint("hostname", Constraint.Operator.MAX_PER, "1"));
      default -> app;
    };
  }

  /** No more faults and no more wishes: agents return, all reports arrive, pauses pass. */
  void calmDown() {
    agents.all().stream().map(spec -> spec.id()).filter(agents::isAway).forEach(this::comeBack);
    for (int round = 0; round < PATIENCE; round++) {
      boolean quiet = true;
      for (var next = agents.deliverInOrder(); next.isPresent(); next = agents.deliverInOrder()) {
        send(next.get().apply(now));
        quiet = false;
      }
      now = now.plusSeconds(120);
      if (send(new Event.Tick(now)).facts().isEmpty() && quiet) {
        return;
      }
    }
    throw new AssertionError("still restless after " + PATIENCE + " rounds");
  }

  /** Every app has what it wants, or it is known why not. */
  void checkConverged() {
    for (var app : state.apps()) {
      var live = state.instancesOf(app.id());
      boolean complete =
          live.size() == app.spec().instances() && live.stream().allMatch(Instance::serves);
      boolean over = state.deploymentOf(app.id()).isEmpty();
      boolean settled = complete && over && app.waiting().equals(new Waiting.None());
      assertThat(settled || waits(app) || overQuota(app))
          .as("%s wants %s, has %s, %s", app.id(), app.spec().instances(), live, app.waiting())
          .isTrue();
    }
    assertThat(state.instances())
        .allMatch(Instance::active)
        .allMatch(instance -> state.app(instance.app()).isPresent());
  }

  /** Its project wants more than it may have, or another of its apps waits and holds on to it. */
  private boolean overQuota(App app) {
    var project = app.project();
    var quota = state.quota(project);
    var wanted = QuotaCheck.wanted(state, project);
    return QuotaCheck.headroom(state, app.spec()) == 0
        && (wanted.cpuMillis() > quota.cpuMillis()
            || wanted.memMib() > quota.memMib()
            || QuotaCheck.wantedInstances(state, project) > quota.instances()
            || state.apps().stream().anyMatch(it -> it.project().equals(project) && waits(it)));
  }

  private static boolean waits(App app) {
    return app.waiting() instanceof Waiting.ForRoom waiting
        && waiting.missing() > 0
        && !waiting.vetoes().isEmpty();
  }
}
