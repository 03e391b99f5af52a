package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.Brake;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Decisions that a leader with a broken rule would make; each is what {@link Mutants} put in. */
final class Sabotage {
  private Sabotage() {}

  /** One fact each becomes others. */
  static Mutant each(BiFunction<Master, Fact, List<Fact>> change) {
    return new Mutant() {
      @Override
      List<Fact> facts(Master master, Event event, List<Fact> facts) {
        var changed = new ArrayList<Fact>();
        facts.forEach(fact -> changed.addAll(change.apply(master, fact)));
        return changed;
      }
    };
  }

  /** Placements go to a port, an agent or a time of its own. */
  static Mutant placements(BiFunction<Master, Fact.InstancePlaced, Optional<Fact>> change) {
    return each(
        (master, fact) ->
            fact instanceof Fact.InstancePlaced placed
                ? List.of(change.apply(master, placed).orElse(fact))
                : List.of(fact));
  }

  /** Facts of this kind are left out. */
  static Mutant without(Predicate<Fact> kind) {
    return each((_, fact) -> kind.test(fact) ? List.of() : List.of(fact));
  }

  static Optional<Fact> onTakenPort(Master master, Fact.InstancePlaced placed) {
    return master.state.instancesOn(placed.agent()).stream()
        .filter(other -> !other.id().equals(placed.id()) && !other.ports().isEmpty())
        .filter(_ -> !placed.ports().isEmpty())
        .findFirst()
        .map(other -> ports(placed, other.ports().getFirst()));
  }

  private static Fact ports(Fact.InstancePlaced placed, int port) {
    var ports = new ArrayList<>(placed.ports());
    ports.set(0, port);
    return new Fact.InstancePlaced(
        placed.id(), placed.app(), placed.configVersion(), placed.agent(), ports, placed.at());
  }

  static Optional<Fact> onFullAgent(Master master, Fact.InstancePlaced placed) {
    var needed = needed(master, placed);
    return elsewhere(master, placed, agent -> agent.ready() && !agent.free().covers(needed));
  }

  static Optional<Fact> onSilentAgent(Master master, Fact.InstancePlaced placed) {
    return elsewhere(master, placed, agent -> !agent.ready());
  }

  static Optional<Fact> onDrainedAgent(Master master, Fact.InstancePlaced placed) {
    return elsewhere(master, placed, agent -> agent.standing() == Standing.DRAINING);
  }

  /** Anywhere with room, for an app that is particular about it. */
  static Optional<Fact> againstConstraint(Master master, Fact.InstancePlaced placed) {
    var spec = master.state.app(placed.app()).orElseThrow().spec();
    var needed = needed(master, placed);
    return spec.constraints().isEmpty()
        ? Optional.empty()
        : elsewhere(
            master,
            placed,
            agent ->
                agent.standing() == Standing.OPEN
                    && agent.free().covers(needed)
                    && agent.spec().role().equals("*"));
  }

  private static Resources needed(Master master, Fact.InstancePlaced placed) {
    return master.state.instance(placed.id()).orElseThrow().resources();
  }

  private static Optional<Fact> elsewhere(
      Master master, Fact.InstancePlaced placed, Predicate<Agent> kind) {
    if (!placed.ports().isEmpty()) {
      return Optional.empty();
    }
    return master.state.agents().stream()
        .filter(agent -> !agent.id().equals(placed.agent()) && kind.test(agent))
        .findFirst()
        .map(agent -> on(placed, agent.id(), placed.id().value(), placed.at()));
  }

  static Fact again(Fact.InstancePlaced placed) {
    return on(placed, placed.agent(), placed.id().value() + "-again", placed.at());
  }

  private static Fact on(Fact.InstancePlaced placed, AgentId agent, String id, Instant at) {
    return new Fact.InstancePlaced(
        new InstanceId(id), placed.app(), placed.configVersion(), agent, placed.ports(), at);
  }

  /** An app that has to wait, for its quota or its pause, gets one more where another one is. */
  static List<Fact> oneMore(Master master, Fact fact, AppId app) {
    var spec = master.state.app(app).orElseThrow().spec();
    boolean anywhere =
        spec.constraints().isEmpty() && !(spec.policy().workload() instanceof Workload.PerAgent);
    var found =
        master.state.instancesOf(app).stream()
            .filter(one -> anywhere && one.ports().isEmpty())
            .filter(one -> hasRoom(master, one.agent(), spec.resources()))
            .findFirst();
    var facts = new ArrayList<Fact>();
    facts.add(fact);
    found.ifPresent(
        one ->
            facts.add(
                new Fact.InstancePlaced(
                    new InstanceId(one.id().value() + "-" + master.state.applied()),
                    app,
                    master.state.app(app).orElseThrow().configVersion(),
                    one.agent(),
                    List.of(),
                    master.now())));
    return facts;
  }

  private static boolean hasRoom(Master master, AgentId agent, Resources needed) {
    return master
        .state
        .agent(agent)
        .filter(it -> it.standing() == Standing.OPEN && it.free().covers(needed))
        .isPresent();
  }

  /** All old ones at once. */
  static List<Fact> killAll(Master master, Fact fact) {
    var facts = new ArrayList<Fact>();
    facts.add(fact);
    if (fact instanceof Fact.AppDefined defined) {
      for (var one : master.state.instancesOf(defined.spec().id())) {
        if (one.serves() && !one.configVersion().equals(defined.configVersion())) {
          facts.add(
              new Fact.InstanceKillDecided(
                  one.id(), "replaced by a newer version", defined.version()));
        }
      }
    }
    return facts;
  }

  /** What was given up is told to end as soon as its agent is back. */
  static List<Fact> endWhatReturns(Master master, Fact fact) {
    if (fact instanceof Fact.InstanceReturned(var id, _, var at)
        && master
            .view
            .instance(id)
            .filter(one -> one.condition() == Instance.Condition.INACTIVE)
            .isPresent()) {
      return List.of(new Fact.InstanceKillDecided(id, "another one took its place", at));
    }
    return List.of(fact);
  }

  static List<Fact> forgetWhatIsGivenUp(Master master, Fact fact) {
    return fact instanceof Fact.InstanceInactive(var id, var at)
        ? List.of(
            fact,
            new Fact.InstanceEnded(id, new End(End.Cause.LOST, -1, "given up", List.of(), at)))
        : List.of(fact);
  }

  /** Who waits takes the room of whoever is as important. */
  static List<Fact> preemptEquals(Master master, Fact fact) {
    var facts = new ArrayList<Fact>();
    facts.add(fact);
    if (fact instanceof Fact.AppWaits waits) {
      var band = band(master, waits.app());
      master.state.instances().stream()
          .filter(one -> one.serves() && !one.app().equals(waits.app()))
          .filter(one -> master.state.app(one.app()).isPresent())
          .filter(one -> band(master, one.app()) == band)
          .findFirst()
          .ifPresent(
              one ->
                  facts.add(
                      new Fact.InstanceKillDecided(
                          one.id(), "preempted by " + waits.app().path() + " (x)", master.now())));
    }
    return facts;
  }

  private static Priority band(Master master, AppId app) {
    return master.state.app(app).orElseThrow().spec().policy().priority();
  }

  /** A size changes to more than its agent has. */
  static List<Fact> growTooMuch(Master master, Fact fact) {
    return fact instanceof Fact.InstanceResizeAsked(var id, var version, var size, var at)
        ? List.of(
            new Fact.InstanceResizeAsked(
                id, version, new Resources(9000, size.memMib(), size.diskMib(), size.gpus()), at))
        : List.of(fact);
  }

  static List<Fact> freeAtOnce(Master master, Fact fact) {
    return fact instanceof Fact.InstanceResizeAsked(var id, var version, var size, var at)
        ? List.of(fact, new Fact.InstanceResized(id, version, size, at))
        : List.of(fact);
  }

  static List<Fact> takeNoForYes(Master master, Fact fact) {
    return fact instanceof Fact.InstanceResizeRefused(var id, var version, _, _, var at)
        ? List.of(new Fact.InstanceResized(id, version, wanted(master, id, version), at))
        : List.of(fact);
  }

  private static Resources wanted(Master master, InstanceId id, Instant version) {
    var instance = master.state.instance(id).orElseThrow();
    var app = master.state.app(instance.app()).orElseThrow();
    return app.definition(version).resources();
  }

  /** What cannot be reached is given up, brake or not. */
  static Mutant ignoringBrake() {
    return onTicks(
        (master, _) ->
            master.state.brake() instanceof Brake.On
                ? lost(master, one -> one.condition() == Instance.Condition.UNREACHABLE)
                : List.of());
  }

  /** Now and then something that runs is called lost. */
  static Mutant givingUpWhatRuns() {
    return onTicks(
        (master, event) ->
            event.at().getEpochSecond() % 20 < 2 ? lost(master, Instance::serves) : List.of());
  }

  private static List<Fact> lost(Master master, Predicate<Instance> which) {
    var end = new End(End.Cause.LOST, -1, "given up", List.of(), master.now());
    return master.state.instances().stream()
        .filter(which)
        .limit(1)
        .<Fact>map(one -> new Fact.InstanceEnded(one.id(), end))
        .toList();
  }

  private static Mutant onTicks(BiFunction<Master, Event, List<Fact>> more) {
    return new Mutant() {
      @Override
      List<Fact> facts(Master master, Event event, List<Fact> facts) {
        if (!(event instanceof Event.Tick) || !facts.isEmpty()) {
          return facts;
        }
        return more.apply(master, event);
      }
    };
  }

  /** A report about what is over is taken for news. */
  static Mutant believingLateReports() {
    return new Mutant() {
      @Override
      List<Fact> facts(Master master, Event event, List<Fact> facts) {
        return event instanceof Event.InstanceStarted started
                && master.state.instance(started.instance()).isEmpty()
            ? List.of(new Fact.InstanceRunning(started.instance(), started.pid(), started.at()))
            : facts;
      }
    };
  }

  /** What an instance had is never given back on the leader. */
  static Mutant forgettingReleases() {
    return new Mutant() {
      @Override
      List<Fact> facts(Master master, Event event, List<Fact> facts) {
        for (var fact : facts) {
          if (fact instanceof Fact.InstanceEnded ended) {
            master
                .view
                .instance(ended.id())
                .filter(one -> master.state.agent(one.agent()).isPresent())
                .ifPresent(
                    one ->
                        master
                            .state
                            .pool()
                            .take(
                                master.state.pool().slotOf(one.agent()),
                                one.resources(),
                                List.of()));
          }
        }
        return facts;
      }
    };
  }

  /** Another one on the same agent, if there is one. */
  static List<String> neighbour(Master master, String instance) {
    return master.view.instance(new InstanceId(instance)).stream()
        .flatMap(one -> master.view.instancesOn(one.agent()).stream())
        .filter(one -> one.active() && !one.id().value().equals(instance))
        .limit(1)
        .map(one -> one.id().value())
        .toList();
  }

  static boolean takesOver(Fact fact) {
    return fact instanceof Fact.DeploymentEnded ended
        && ended.state() == Deployment.State.CANCELLED;
  }

  static boolean succeeds(Fact fact) {
    return fact instanceof Fact.DeploymentEnded ended
        && ended.state() == Deployment.State.SUCCEEDED;
  }
}
