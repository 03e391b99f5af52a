package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Snapshot;
import dev.ekiden.core.state.StateDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cluster in bad weather: agents with a truth of their own, masters that come, go and do not know
 * that they have gone, a network between them, people who change their minds. All chance is drawn
 * from the seed. After every step the {@link Law}s hold, or it ends with a {@link Violation}.
 */
final class Simulation {
  private static final long TIDY_MILLIS = 20_000;

  /** Calm for so long, and a cluster that is not as wanted never will be. */
  private static final long PATIENCE_MILLIS = 45 * 60_000L;

  /** Share of the machines that are there from the start. */
  private static final double FROM_THE_START = 0.8;

  /** How often connections break when a leader is deposed and does not know it. */
  private static final int SHAKES = 3;

  final long seed;
  final Size size;
  final Mutant mutant;
  final Chance chance;
  final Agenda agenda = new Agenda();
  final Trace trace = new Trace(agenda);
  final Journal journal;
  final Rules rules;
  final Network network = new Network(this);
  final Weather weather = new Weather(this);
  final Laws laws = new Laws(this);
  final People people;
  boolean calm;
  private final List<SimAgent> agents = new ArrayList<>();
  private final List<Master> masters = new ArrayList<>();
  private long pids = 1000;
  private int steps;
  private int stormSteps;

  Simulation(Size size, long seed, Mutant mutant) {
    this.size = size;
    this.seed = seed;
    this.mutant = mutant;
    this.chance = new Chance(seed);
    this.people = new People(this);
    this.journal = new Journal(mutant);
    this.rules =
        new Rules(
            10_000,
            10_000 + size.apps() * 3,
            Duration.ofSeconds(chance.between(30, 200)),
            Duration.ofSeconds(chance.between(5, 30)),
            Duration.ofSeconds(chance.between(0, 5)),
            chance.between(25, 50) / 100.0,
            4,
            Duration.ofSeconds(chance.between(20, 120)),
            // Not drawn, so that seeds keep their weather.
            Duration.ofMinutes(Math.floorMod(seed, 6)),
            Duration.ofSeconds(chance.between(20, 120)),
            Rules.DEFAULT.offers());
    for (int i = 0; i < size.agents() * FROM_THE_START; i++) {
      addAgent();
    }
    elect();
    leader().ifPresent(people::limit);
    people.begin();
    weather.begin();
  }

  int steps() {
    return steps;
  }

  /** Those before faults stopped. */
  int stormSteps() {
    return stormSteps;
  }

  List<SimAgent> agents() {
    return agents;
  }

  long nextPid() {
    return pids++;
  }

  void addAgent() {
    if (agents.size() < size.agents()) {
      var agent = new SimAgent(this, Drawing.agent(chance, agents.size()));
      agents.add(agent);
      agent.dialSoon(2000);
    }
  }

  /** The true leader, if there is one that lives. */
  Optional<Master> leader() {
    return masters.isEmpty() || !masters.getLast().leads
        ? Optional.empty()
        : Optional.of(masters.getLast());
  }

  /** Whom an agent finds: most often the true leader, if there is one. */
  Optional<Master> whomToDial() {
    var believers = masters.stream().filter(master -> master.leads).toList();
    return calm || chance.lucky(0.6) ? leader() : chance.maybeOne(believers);
  }

  Optional<Master> whomToAsk() {
    return whomToDial();
  }

  /** The leader goes: dead at once, or for a while without knowing it, or in good order. */
  void changeLeader() {
    var old = leader();
    if (old.isEmpty()) {
      return;
    }
    switch (chance.below(3)) {
      case 0 -> {
        old.get().crash();
        agenda.in(chance.between(200, 15_000), this::elect);
      }
      case 1 -> {
        agenda.in(chance.between(0, 60_000), old.get()::stop);
        if (chance.lucky(0.5)) {
          old.get().cutOff(500);
        }
        elect();
        // What made it lose its office often shakes the ways to the agents, too.
        for (int i = 0; i < SHAKES; i++) {
          agenda.in(chance.between(0, 9000), this::shake);
        }
      }
      default -> {
        old.get().stop();
        agenda.in(chance.between(100, 2000), this::elect);
      }
    }
  }

  private void shake() {
    agents.stream()
        .filter(_ -> chance.lucky(0.3))
        .flatMap(agent -> agent.link().stream())
        .forEach(link -> network.breaks(link, 300));
  }

  private void elect() {
    long epoch = journal.begin();
    boolean fromZero = size == Size.SMALL && chance.lucky(0.3);
    var state = fromZero ? journal.replay() : journal.restore();
    masters.removeIf(master -> !master.leads);
    masters.add(
        new Master(
            this, epoch, state, copy(state), chance.lucky(0.3) ? chance.between(-4000, 9000) : 0));
  }

  private static ClusterState copy(ClusterState state) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(state, entries::add);
    return Snapshot.restore(entries);
  }

  /** Bad weather for so many steps. */
  void run(int howMany) {
    guarded(
        () -> {
          for (int i = 0; i < howMany; i++) {
            step();
          }
          recount();
        });
  }

  private void step() {
    agenda.step();
    steps++;
    stormSteps += calm ? 0 : 1;
    if (steps % size.recount() == 0) {
      recount();
    }
  }

  /** Everything counted anew, where what was decided is written and heard. */
  private void recount() {
    var leader = leader().filter(Master::caughtUp);
    if (leader.isEmpty()) {
      return;
    }
    var view = leader.get().view;
    new Recount(laws.shadow, view).check();
    var dump = StateDump.of(view);
    same(StateDump.of(journal.replay()), dump, "replayed from zero");
    same(StateDump.of(journal.restore()), dump, "from a snapshot");
    if (leader.get().quiet()) {
      same(StateDump.of(leader.get().state), dump, "live");
    }
    if (chance.lucky(0.5)) {
      journal.snapshot(view);
    }
  }

  private static void same(StateDump one, StateDump other, String what) {
    Violation.unless(
        one.equals(other) && one.toString().equals(other.toString()),
        Law.REBUILD,
        "the state %s differs: %s",
        what,
        one.difference(other));
  }

  /** No more faults and no more wishes: in bounded time everybody has what he wants. */
  void settle() {
    guarded(
        () -> {
          calm = true;
          masters.stream()
              .filter(it -> leader().filter(l -> l == it).isEmpty())
              .forEach(Master::stop);
          for (var agent : agents) {
            agent.heal();
            agent.link().ifPresent(agent::hangUp);
            List.copyOf(agent.held.values()).forEach(Copy::calm);
          }
          var convergence = new Convergence(this);
          long deadline = agenda.now() + PATIENCE_MILLIS;
          while (true) {
            long until = agenda.now() + TIDY_MILLIS;
            people.tidy();
            agenda.in(TIDY_MILLIS, () -> {});
            while (agenda.now() < until) {
              step();
            }
            var problems = convergence.problems();
            if (problems.isEmpty()) {
              break;
            }
            Violation.unless(
                agenda.now() < deadline, Law.CONVERGES, "%s", String.join("\n  ", problems));
          }
          recount();
          laws.checkTruth();
        });
  }

  private void guarded(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException | AssertionError e) {
      throw new Failure(this, e);
    }
  }
}
