package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.offers.Desk.wanted;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Foreign frameworks of all tempers in bad weather: streams break, agents fall silent, orders are
 * lost, reports come twice, and somebody else takes room meanwhile. All chance is drawn from the
 * seed.
 */
final class OfferSimulation {
  private static final int AGENTS = 12;

  /** How a framework behaves. */
  enum Temper {
    /** Uses every offer to the full. */
    GREEDY,
    /** Never answers. */
    HOARDING,
    /** Wants nothing. */
    DECLINING,
    /** Uses offers that it got a while ago, good or not. */
    SLOW,
    /** Sends what it should not. */
    SLOPPY,
    /** Goes away and comes back, sometimes too late. */
    CRASHING
  }

  final Desk desk =
      Desk.of(
          OfferRules.DEFAULT,
          IntStream.range(0, AGENTS)
              .mapToObj(number -> agent("n" + number).capacity(8000, 8000, 1000))
              .toArray(AgentBuilder[]::new));

  /** What was done to the pool beside, by how many facts there were then. */
  final List<Change> changes = new ArrayList<>();

  private final SplittableRandom random;
  private final SimulatedTasks agents;
  private final TreeMap<AgentId, Resources> others = new TreeMap<>();
  private final TreeMap<FrameworkId, List<OfferId>> remembered = new TreeMap<>();
  private final OfferInvariants invariants = new OfferInvariants();
  private int names;

  record Change(int facts, Consumer<Pool> change) {}

  OfferSimulation(long seed) {
    random = new SplittableRandom(seed);
    agents = new SimulatedTasks(random);
    for (var temper : Temper.values()) {
      subscribe(temper);
    }
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      tick(Duration.ofMillis(random.nextInt(1500)));
      for (var temper : Temper.values()) {
        act(temper);
      }
      weather();
      agents.next().ifPresent(this::send);
    }
  }

  /** Nothing bad happens any more; everybody has time. */
  void calmDown(int seconds) {
    for (var id : desk.pool.agents()) {
      if (desk.pool.standing(desk.pool.slotOf(id)) != Standing.OPEN) {
        open(id);
      }
    }
    for (int i = 0; i < seconds; i++) {
      for (var temper : Temper.values()) {
        if (temper != Temper.CRASHING) {
          act(temper);
        }
      }
      for (var report = agents.next(); report.isPresent(); report = agents.next()) {
        send(report.get());
      }
      tick(Duration.ofSeconds(1));
    }
  }

  private void tick(Duration time) {
    heard(new ForeignDecision.Draft().done(), desk.tick(time));
  }

  private ForeignDecision send(ForeignEvent event) {
    int before = desk.log.size();
    var decision = desk.send(event);
    heard(decision, List.copyOf(desk.log.subList(before, desk.log.size())));
    return decision;
  }

  private void heard(ForeignDecision decision, List<ForeignFact> facts) {
    agents.hear(desk, decision, facts);
    invariants.check(desk, facts, others);
  }

  private void act(Temper temper) {
    var id = new FrameworkId(idOf(temper));
    var connected = desk.book.framework(id).filter(Framework::connected).isPresent();
    if (!connected) {
      if (lucky(0.1)) {
        subscribe(temper);
      }
      return;
    }
    var offers = desk.offers(id);
    switch (temper) {
      case GREEDY -> offers.forEach(offer -> fill(id, offer));
      case HOARDING -> {}
      case DECLINING -> send(new ForeignCall.Decline(id, ids(offers), random.nextInt(-1, 20)));
      case SLOW -> slow(id, offers);
      case SLOPPY -> sloppy(id, offers);
      case CRASHING -> {
        offers.stream().limit(1).forEach(offer -> fill(id, offer));
        if (lucky(0.05)) {
          send(lucky(0.8) ? new ForeignReport.StreamBroken(id) : new ForeignCall.Teardown(id));
        }
      }
    }
    if (desk.book.framework(id).filter(Framework::connected).isPresent()) {
      ask(id);
    }
  }

  private String idOf(Temper temper) {
    // A crashing framework that was removed may not come back under its id.
    int life = 0;
    var name = temper.name().toLowerCase(java.util.Locale.ROOT);
    while (desk.book.barred(new FrameworkId(name + life)).isPresent()) {
      life++;
    }
    return name + life;
  }

  private void subscribe(Temper temper) {
    var aware = temper.ordinal() % 2 == 0;
    var spec =
        new FrameworkSpec(
            temper.name(),
            "p",
            "u",
            temper == Temper.SLOPPY ? List.of("*", "eng") : List.of("*"),
            1 + temper.ordinal() % 3,
            Duration.ofSeconds(20),
            aware ? List.of(FrameworkSpec.PARTITION_AWARE) : List.of());
    send(new Subscription.Again(new FrameworkId(idOf(temper)), spec, List.of()));
  }

  private static List<OfferId> ids(Collection<Offer> offers) {
    return offers.stream().map(Offer::id).toList();
  }

  private void fill(FrameworkId id, Offer offer) {
    var tasks = new ArrayList<Operation.Wanted>();
    long left = Math.min(offer.resources().cpuMillis(), offer.resources().memMib() * 10);
    for (long cpu = random.nextInt(200, 1500); left >= cpu && tasks.size() < 4; left -= cpu) {
      boolean port = tasks.isEmpty() && !offer.ports().isEmpty();
      tasks.add(
          port
              ? wanted(offer.agent().value(), name(), cpu, offer.ports().getFirst().first())
              : wanted(offer.agent().value(), name(), cpu));
    }
    accept(id, List.of(offer.id()), tasks);
  }

  private String name() {
    return "t" + names++;
  }

  private void accept(FrameworkId id, List<OfferId> offers, List<Operation.Wanted> tasks) {
    int before = desk.log.size();
    var decision =
        send(
            new ForeignCall.Accept(
                id, offers, List.of(new Operation.Launch(tasks)), random.nextInt(-1, 8)));
    long launched =
        desk.log.subList(before, desk.log.size()).stream()
            .filter(ForeignFact.TasksLaunched.class::isInstance)
            .mapToLong(fact -> ((ForeignFact.TasksLaunched) fact).tasks().size())
            .sum();
    if (launched + decision.updates().size() != tasks.size()) {
      throw new AssertionError("not every task was answered for: " + decision);
    }
  }

  private void slow(FrameworkId id, List<Offer> offers) {
    var known = remembered.computeIfAbsent(id, _ -> new ArrayList<>());
    known.addAll(ids(offers));
    if (!known.isEmpty() && lucky(0.2)) {
      var offer = known.get(random.nextInt(known.size()));
      var agent = desk.book.offer(offer).map(it -> it.agent().value()).orElse("n0");
      accept(id, List.of(offer), List.of(wanted(agent, name(), 500), wanted(agent, name(), 300)));
      known.clear();
    }
  }

  private void sloppy(FrameworkId id, List<Offer> offers) {
    if (offers.isEmpty()) {
      accept(id, List.of(new OfferId(random.nextLong(1, 50))), List.of(wanted("n1", "x", 100)));
      return;
    }
    var offer = offers.getFirst();
    var name = offer.agent().value();
    switch (random.nextInt(5)) {
      case 0 -> accept(id, ids(offers), List.of(wanted(name, name(), 100)));
      case 1 -> accept(id, List.of(offer.id(), offer.id()), List.of(wanted(name, name(), 100)));
      case 2 ->
          accept(
              id,
              List.of(offer.id()),
              List.of(
                  wanted(name, "a/b", 100),
                  wanted(name, "same", 100),
                  wanted(name, "same", 100),
                  wanted(name, name(), 100_000),
                  wanted("n0", name(), 100, 1)));
      case 3 -> send(new ForeignCall.Suppress(id, List.of("eng", "no-such")));
      default -> send(new ForeignCall.Revive(id, List.of()));
    }
  }

  /** Kills, questions and acknowledgements, of its own tasks and of others that never were. */
  private void ask(FrameworkId id) {
    if (lucky(0.1)) {
      pick(desk.book.tasksOf(id))
          .ifPresent(
              task ->
                  send(new ForeignCall.Kill(id, task.key().task(), Desk.on(task.agent().value()))));
    }
    if (lucky(0.02)) {
      send(new ForeignCall.Kill(id, "never/was", Desk.on("n3")));
      var answers = send(new ForeignCall.Reconcile(id, List.of())).updates();
      if (answers.size() != desk.book.tasksOf(id).size()) {
        throw new AssertionError("reconciled " + answers);
      }
    }
  }

  private void weather() {
    var id = new AgentId("n" + random.nextInt(AGENTS));
    int slot = desk.pool.slotOf(id);
    var standing = desk.pool.standing(slot);
    switch (random.nextInt(12)) {
      case 0 -> {
        if (standing == Standing.OPEN) {
          agents.leave(id);
          change(pool -> pool.standing(slot, Standing.SILENT));
        } else {
          open(id);
        }
      }
      case 1 -> {
        if (standing == Standing.OPEN) {
          change(pool -> pool.standing(slot, Standing.DRAINING));
        }
      }
      case 2, 3, 4 -> take(id, slot);
      case 5, 6 -> {
        var taken = others.remove(id);
        if (taken != null) {
          change(pool -> pool.give(slot, taken, List.of()));
        }
      }
      case 7 -> {
        if (lucky(0.05)) {
          send(new ForeignReport.LeaderChanged());
        }
      }
      default -> {}
    }
  }

  private void take(AgentId id, int slot) {
    var amount = new Resources(random.nextInt(2000), random.nextInt(2000), 0);
    if (desk.pool.standing(slot) == Standing.OPEN
        && desk.pool.free(slot).covers(amount)
        && !others.containsKey(id)) {
      others.put(id, amount);
      change(pool -> pool.take(slot, amount, List.of()));
    }
  }

  private void open(AgentId id) {
    int slot = desk.pool.slotOf(id);
    boolean away = desk.pool.standing(slot) == Standing.SILENT;
    change(pool -> pool.standing(slot, Standing.OPEN));
    if (away) {
      send(agents.comeBack(id));
    }
  }

  private void change(Consumer<Pool> change) {
    changes.add(new Change(desk.log.size(), change));
    change.accept(desk.pool);
    int before = desk.log.size();
    desk.touchAll();
    heard(
        new ForeignDecision.Draft().done(), List.copyOf(desk.log.subList(before, desk.log.size())));
  }

  private boolean lucky(double share) {
    return random.nextDouble() < share;
  }

  private <T> Optional<T> pick(Collection<T> all) {
    return all.isEmpty()
        ? Optional.empty()
        : all.stream().skip(random.nextInt(all.size())).findFirst();
  }
}
