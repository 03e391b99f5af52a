package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskSpec;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** An offer desk at work, the way a shell runs it: decide, apply, see what follows. */
final class Desk {
  /** Asking again after so many answers is a fault. */
  private static final int MOST_ROUNDS = 8;

  final ForeignBook book = new ForeignBook();
  final Pool pool = new Pool();
  final List<ForeignFact> log = new ArrayList<>();
  final OfferRules rules;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Desk(OfferRules rules) {
    this.rules = rules;
  }

  /** Offers show all of an agent that is free, and may show all agents. */
  static Desk generous(AgentBuilder... agents) {
    return of(OfferRulesBuilder.generous().build(), agents);
  }

  static Desk of(OfferRules rules, AgentBuilder... agents) {
    var desk = new Desk(rules);
    Arrays.stream(agents).forEach(agent -> desk.pool.put(agent.build(), Standing.OPEN));
    return desk;
  }

  static FrameworkSpec spec(String name, String... capabilities) {
    return new FrameworkSpec(
        name, "principal", "user", List.of("*"), 1, Duration.ofSeconds(60), List.of(capabilities));
  }

  /** Subscribes it under its name as id. */
  FrameworkId subscribe(String name, String... capabilities) {
    return subscribe(spec(name, capabilities));
  }

  FrameworkId subscribe(FrameworkSpec spec) {
    var id = new FrameworkId(spec.name());
    send(new Subscription.Again(id, spec, List.of()));
    return id;
  }

  /**
   * Decides and makes it true with all that follows at once, but not what follows from the time.
   */
  ForeignDecision send(ForeignEvent event) {
    var decision = OfferDesk.decide(book, pool, event, now, rules);
    apply(decision.facts());
    touchAll();
    return decision;
  }

  /** Lets time pass and does what is due. */
  List<ForeignFact> tick(Duration time) {
    now = now.plus(time);
    int before = log.size();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      var facts = OfferDesk.due(book, pool, now, rules);
      if (facts.isEmpty()) {
        return List.copyOf(log.subList(before, log.size()));
      }
      apply(facts);
      touchAll();
    }
    throw new AssertionError("always something is due: " + log.subList(before, log.size()));
  }

  List<ForeignFact> tick() {
    return tick(Duration.ofSeconds(1));
  }

  void touchAll() {
    for (var agent : pool.agents()) {
      apply(OfferDesk.touched(book, pool, agent, now));
      if (!OfferDesk.touched(book, pool, agent, now).isEmpty()) {
        throw new AssertionError("touching twice is not the same as once: " + agent);
      }
    }
  }

  void apply(List<ForeignFact> facts) {
    facts.forEach(fact -> book.apply(fact, pool));
    log.addAll(facts);
  }

  /** Somebody else's instances take this. */
  void use(String agent, long cpuMillis, long memMib, Integer... ports) {
    pool.take(slot(agent), new Resources(cpuMillis, memMib, 0), List.of(ports));
    touchAll();
  }

  void standing(String agent, Standing standing) {
    pool.standing(slot(agent), standing);
    touchAll();
  }

  int slot(String agent) {
    return pool.slotOf(new AgentId(agent));
  }

  List<Offer> offers(FrameworkId framework) {
    return List.copyOf(book.offersOf(framework));
  }

  Offer offer(FrameworkId framework) {
    return book.offersOf(framework).iterator().next();
  }

  /** Launches one task on all offers given. */
  ForeignDecision launch(FrameworkId framework, List<OfferId> offers, Operation.Wanted... tasks) {
    return send(
        new ForeignCall.Accept(
            framework, offers, List.of(new Operation.Launch(List.of(tasks))), Double.NaN));
  }

  static Operation.Wanted wanted(String agent, String task, long cpuMillis, Integer... ports) {
    return new Operation.Wanted(new AgentId(agent), task(task, cpuMillis, ports));
  }

  static TaskSpec task(String id, long cpuMillis, Integer... ports) {
    var ranges = Stream.of(ports).map(port -> new PortRange(port, port)).toList();
    return new TaskSpec(id, "a task", new Resources(cpuMillis, 64, 0), ranges, "{}");
  }

  ForeignTask task(FrameworkId framework, String id) {
    return book.task(new TaskKey(framework, id)).orElseThrow();
  }

  ForeignDecision report(FrameworkId framework, String task, String agent, TaskState state) {
    return send(
        new ForeignReport.TaskReported(
            new AgentId(agent), new TaskKey(framework, task), state, "said so", "u-1"));
  }

  ForeignDecision back(String agent, ForeignReport.Held... held) {
    return send(new ForeignReport.AgentReported(new AgentId(agent), List.of(held)));
  }

  static ForeignReport.Held held(FrameworkId framework, String task, TaskState state) {
    return new ForeignReport.Held(new TaskKey(framework, task), task(task, 1000), state);
  }

  static Whereabouts on(String agent) {
    return new Whereabouts.On(new AgentId(agent));
  }
}
