package dev.ekiden.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Hold;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crowded cluster of apps of all bands, under a leader whose docket lives on. Each kill is judged
 * by what was true at that moment, with a reading of the rule that shares no code with it; in the
 * end nobody waits whom a lower band could make room for.
 */
class PreemptingSimulationTests {
  private static final int AGENTS = 12;
  private static final int APPS = 16;
  private static final int STEPS = 400;

  private final ClusterState state = new ClusterState();
  private final ClusterState shadow = new ClusterState();
  private final Docket docket = Docket.everything(state);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private SplittableRandom random = new SplittableRandom(0);
  private int preempted;
  private int heldFor;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void higher_bands_get_room_and_nobody_loses_what_he_must_keep(long seed) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < AGENTS; i++) {
      var capacity = new Resources(4000, 4000, 1000);
      var agent =
          AgentBuilder.agent("n" + (10 + i))
              .capacity(capacity.cpuMillis(), capacity.memMib(), capacity.diskMib())
              .with("rack", "r" + i % 3);
      send(new Event.AgentHello(now, agent.build()));
    }
    for (int i = 0; i < STEPS; i++) {
      now = now.plusMillis(random.nextInt(4000));
      step();
    }
    calmDown();
    assertThat(preempted).as("preempted").isPositive();
    assertThat(heldFor).as("rooms held").isPositive();
    assertThat(state.holds()).isEmpty();
    for (var app : state.apps()) {
      if (app.waiting() instanceof Waiting.ForRoom) {
        assertThat(state.agents())
            .as("%s waits", app.id())
            .noneMatch(agent -> couldMakeRoom(app, agent.id().value()));
      }
    }
  }

  private void step() {
    int dice = random.nextInt(10);
    if (dice < 3) {
      send(new Event.AppSubmitted(now, "alice", spec(), new Event.Expectation.Any(), true));
    } else if (dice < 6) {
      pick(state.instances()).ifPresent(this::report);
    } else if (dice < 7) {
      pick(state.apps()).ifPresent(it -> send(new Event.AppDeleted(now, "alice", it.id(), true)));
    } else {
      pick(state.instances().stream().filter(it -> !it.active()).toList()).ifPresent(this::report);
    }
  }

  /** It starts, or ends if it is told to. */
  private void report(Instance instance) {
    if (instance.condition() == Instance.Condition.STARTING) {
      send(new Event.InstanceStarted(now, instance.id(), 7));
    } else if (instance.condition() == Instance.Condition.KILLING) {
      var end = new End(End.Cause.KILLED, 143, "", List.of(), now);
      send(new Event.InstanceDied(now, instance.id(), end));
    }
  }

  private AppSpec spec() {
    int number = random.nextInt(APPS);
    var bands = Priority.values();
    var app =
        AppBuilder.app("/p" + number % 4 + "/app-" + number)
            // Bands without CRITICAL, which no group has been allowed.
            .priority(bands[number % (bands.length - 1)])
            .instances(random.nextInt(1, 12))
            .resources(500L * random.nextInt(1, 6), 500L * random.nextInt(1, 6), 0)
            .upgrade(random.nextInt(3) / 2.0, 1);
    if (random.nextInt(4) == 0) {
      app.constraint("rack", Constraint.Operator.LIKE, "r" + random.nextInt(3));
    }
    return app.build();
  }

  private <T> Optional<T> pick(Collection<T> all) {
    return all.isEmpty()
        ? Optional.empty()
        : all.stream().skip(random.nextInt(all.size())).findFirst();
  }

  private void send(Event event) {
    var facts = Scheduler.turn(state, docket, event, Rules.DEFAULT).facts();
    assertThat(facts).as("facts of one turn").hasSizeLessThan(500);
    for (var fact : facts) {
      if (fact instanceof Fact.InstanceKillDecided(var id, var reason, _)
          && reason.startsWith("preempted by ")
          // Else it is told again.
          && shadow.instance(id).orElseThrow().kills() == 0) {
        judge(shadow.instance(id).orElseThrow(), reason);
        preempted++;
      }
      if (fact instanceof Fact.RoomHeld) {
        heldFor++;
      }
      shadow.apply(fact);
      checkRoom();
    }
  }

  private void judge(Instance victim, String reason) {
    var victims = shadow.app(victim.app()).orElseThrow();
    var path = reason.substring("preempted by ".length(), reason.indexOf(" ("));
    var taker =
        shadow.apps().stream().filter(it -> it.id().path().equals(path)).findFirst().orElseThrow();
    var band = victims.spec().policy().priority();
    assertThat(taker.spec().policy().priority().above(band))
        .as("%s takes from %s", taker.spec().policy().priority(), band)
        .isTrue();
    assertThat(victim.active()).isTrue();
    if (victim.serves() && band != Priority.BATCH) {
      long serving = shadow.instancesOf(victim.app()).stream().filter(Instance::serves).count() - 1;
      double least = victims.spec().instances() * victims.spec().upgrade().minimumHealth();
      assertThat((double) serving).as("left of %s", victim.app()).isGreaterThanOrEqualTo(least);
    }
  }

  /** At no time do instances have more than the agent, and what is held is counted apart. */
  private void checkRoom() {
    for (var agent : shadow.agents()) {
      var sum =
          shadow.instancesOn(agent.id()).stream()
              .map(Instance::resources)
              .reduce(Resources.NONE, Resources::plus);
      var held =
          shadow.holdsOn(agent.id()).stream()
              .map(Hold::resources)
              .reduce(Resources.NONE, Resources::plus);
      assertThat(agent.spec().capacity().covers(sum)).as("%s on %s", sum, agent.id()).isTrue();
      assertThat(agent.used()).isEqualTo(sum.plus(held));
    }
  }

  private void calmDown() {
    for (int round = 0; round < 400; round++) {
      var before = state.applied();
      for (var instance : new ArrayList<>(state.instances())) {
        state.instance(instance.id()).ifPresent(this::report);
      }
      now = now.plusSeconds(60);
      send(new Event.Tick(now));
      if (state.applied() == before && state.holds().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("no peace");
  }

  /** Whether room for one could be made on the agent, read naively. */
  private boolean couldMakeRoom(App app, String agentName) {
    var agent =
        state.agents().stream()
            .filter(it -> it.id().value().equals(agentName))
            .findFirst()
            .orElseThrow();
    for (var constraint : app.spec().constraints()) {
      if (!agent.spec().field(constraint.field()).equals(constraint.value())) {
        return false;
      }
    }
    var free = agent.spec().capacity();
    var spare = new TreeMap<AppId, Integer>();
    for (var instance : state.instancesOn(agent.id())) {
      var owner = state.app(instance.app()).orElseThrow();
      if (!isSpare(app, owner, instance, spare)) {
        free = free.without(instance.resources());
      }
    }
    return free.covers(app.spec().resources());
  }

  private boolean isSpare(App app, App owner, Instance instance, Map<AppId, Integer> spare) {
    var band = owner.spec().policy().priority();
    if (!app.spec().policy().priority().above(band)) {
      return false;
    }
    if (band == Priority.BATCH || !instance.serves()) {
      return true;
    }
    int serving = (int) state.instancesOf(owner.id()).stream().filter(Instance::serves).count();
    int least = (int) Math.ceil(owner.spec().instances() * owner.spec().upgrade().minimumHealth());
    int left = spare.getOrDefault(owner.id(), serving - least);
    spare.put(owner.id(), left - 1);
    return left > 0;
  }
}
