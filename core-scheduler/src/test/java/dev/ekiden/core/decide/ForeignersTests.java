package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskSpec;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.offers.ForeignCall;
import dev.ekiden.core.offers.ForeignEvent;
import dev.ekiden.core.offers.ForeignReply;
import dev.ekiden.core.offers.ForeignReport;
import dev.ekiden.core.offers.Operation;
import dev.ekiden.core.offers.Subscription;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Snapshot;
import dev.ekiden.core.state.StateDump;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Foreign frameworks and our own apps in one cluster. */
class ForeignersTests {
  private static final FrameworkId SPARK = new FrameworkId("spark");

  private ClusterState state = new ClusterState();
  private Docket docket = Docket.everything(state);
  private Instant now = World.T0;

  private Decision send(Event event) {
    return Scheduler.turn(state, docket, event, Rules.DEFAULT);
  }

  private Decision foreign(ForeignEvent event) {
    return send(new Event.Foreign(now, event));
  }

  private Decision tick(Duration time) {
    now = now.plus(time);
    return send(new Event.Tick(now));
  }

  private Decision tick() {
    return tick(Duration.ofSeconds(1));
  }

  private ForeignersTests agents(AgentBuilder... agents) {
    for (var one : agents) {
      send(new Event.AgentHello(now, one.build()));
    }
    return this;
  }

  /** Four agents of 4 cores: the slice is one of them. */
  private void cluster() {
    agents(agent("n1"), agent("n2"), agent("n3"), agent("n4"));
    var spec =
        new FrameworkSpec(
            "spark",
            "p",
            "u",
            List.of("*"),
            1,
            Duration.ofMinutes(1),
            List.of(FrameworkSpec.PARTITION_AWARE));
    var decision = foreign(new Subscription.Again(SPARK, spec, List.of()));
    assertThat(decision.reply())
        .isEqualTo(
            new Decision.Reply.Foreign(
                new ForeignReply.Subscribed(SPARK, false), List.of(), List.of()));
    assertThat(state.foreign().offers()).isEmpty();
    tick();
  }

  private Offer offer() {
    return state.foreign().offersOf(SPARK).iterator().next();
  }

  private void launch(Offer offer) {
    var spec = new TaskSpec("t", "", offer.resources(), List.of(), "");
    var tasks = List.of(new Operation.Wanted(offer.agent(), spec));
    foreign(
        new ForeignCall.Accept(
            SPARK, List.of(offer.id()), List.of(new Operation.Launch(tasks)), 0));
    assertThat(state.foreign().tasks()).hasSize(1);
  }

  private static List<Class<?>> foreignFacts(Decision decision) {
    return decision.facts().stream()
        .filter(Fact.Foreign.class::isInstance)
        .<Class<?>>map(fact -> ((Fact.Foreign) fact).fact().getClass())
        .toList();
  }

  @Test
  void an_instance_that_grows_takes_what_was_on_offer() {
    cluster();
    var agent = offer().agent();
    submit("/shop/web", 4, 100);
    var app = new AppId("/shop/web");
    for (var instance : state.instancesOf(app)) {
      send(new Event.InstanceStarted(now, instance.id(), 7));
    }
    tick(Duration.ofSeconds(10));
    assertThat(offer().agent()).isEqualTo(agent);
    submit("/shop/web", 4, 3000);
    for (int wave = 0; wave < 4; wave++) {
      for (var instance : state.instancesOf(app)) {
        if (instance.resizing()) {
          send(new Event.InstanceResized(now, instance.id(), 3000, 64, ""));
        }
      }
    }
    assertThat(state.agent(agent).orElseThrow().used().cpuMillis()).isEqualTo(3000);
    assertThat(state.foreign().offers())
        .allMatch(it -> state.agent(it.agent()).orElseThrow().free().covers(it.resources()));
  }

  private void submit(String path, int instances, long cpuMillis) {
    var spec = app(path).instances(instances).resources(cpuMillis, 64, 0).build();
    var any = new Event.Expectation.Any();
    send(new Event.AppSubmitted(now, "alice", spec, any, true));
  }

  @Test
  void offers_are_made_within_a_second_and_then_once_a_second() {
    cluster();
    assertThat(state.foreign().offersOf(SPARK)).isNotEmpty();
    foreign(
        new ForeignCall.Decline(
            SPARK, state.foreign().offers().stream().map(Offer::id).toList(), 0));
    assertThat(foreignFacts(tick(Duration.ofMillis(999)))).isEmpty();
    assertThat(foreignFacts(tick(Duration.ofMillis(1))))
        .containsExactly(ForeignFact.OffersMade.class);
    assertThat(foreignFacts(tick())).isEmpty();
  }

  @Test
  void an_offer_that_is_not_answered_is_rescinded_by_a_tick() {
    cluster();
    assertThat(foreignFacts(tick(Duration.ofSeconds(30))))
        .startsWith(ForeignFact.OffersRescinded.class);
  }

  @Test
  void what_our_apps_take_is_rescinded_in_the_same_turn() {
    cluster();
    var offers = List.copyOf(state.foreign().offers());
    submit("/shop/big", 4, 3500);
    assertThat(state.instanceCount()).isEqualTo(4);
    assertThat(state.foreign().offers()).noneMatch(offers::contains);
  }

  @Test
  void tasks_take_room_from_our_apps_and_their_end_gives_it_back() {
    agents(agent("n1").capacity(4000, 4096, 0));
    cluster();
    launch(offer());
    var used = state.foreign().used(SPARK).cpuMillis();
    assertThat(used).isPositive();
    int fit = (int) ((16_000 - used) / 1000);
    submit("/shop/small", 16, 1000);
    assertThat(state.instanceCount()).isLessThanOrEqualTo(fit);
    int before = state.instanceCount();
    var task = state.foreign().tasks().iterator().next();
    foreign(new ForeignReport.TaskReported(task.agent(), task.key(), TaskState.FINISHED, "", "u"));
    tick();
    assertThat(state.instanceCount()).isGreaterThan(before);
  }

  @Test
  void a_silent_agents_tasks_are_unreachable_in_the_same_turn_and_keep_their_room() {
    cluster();
    launch(offer());
    var task = state.foreign().tasks().iterator().next();
    send(new Event.AgentSilent(now, task.agent()));
    assertThat(state.foreign().task(new TaskKey(SPARK, "t")).orElseThrow().state())
        .isEqualTo(TaskState.UNREACHABLE);
    assertThat(state.foreign().offersOn(task.agent())).isEmpty();
    assertThat(state.agent(task.agent()).orElseThrow().used()).isEqualTo(task.spec().resources());
    state.apply(new Fact.AgentRemoved(task.agent(), "olga", now));
    assertThat(state.agent(task.agent())).isPresent();
    foreign(new ForeignReport.AgentGone(task.agent()));
    state.apply(new Fact.AgentRemoved(task.agent(), "olga", now));
    assertThat(state.agent(task.agent())).isEmpty();
  }

  @Test
  void a_framework_that_stays_away_is_removed_by_a_tick() {
    cluster();
    launch(offer());
    foreign(new ForeignReport.StreamBroken(SPARK));
    assertThat(foreignFacts(tick(Duration.ofSeconds(59)))).isEmpty();
    assertThat(foreignFacts(tick()))
        .containsExactly(ForeignFact.TaskKillDecided.class, ForeignFact.FrameworkRemoved.class);
  }

  @Test
  void a_state_restored_from_a_snapshot_goes_on_alike() {
    cluster();
    launch(offer());
    submit("/shop/app", 3, 500);
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(state, entries::add);
    var twin = Snapshot.restore(entries);
    assertThat(StateDump.of(twin)).isEqualTo(StateDump.of(state));
    assertThat(twin.pool().used(twin.pool().slotOf(new AgentId("n1"))))
        .isEqualTo(state.pool().used(state.pool().slotOf(new AgentId("n1"))));
    var live = tick(Duration.ofSeconds(31)).facts();
    state = twin;
    docket = Docket.everything(twin);
    assertThat(send(new Event.Tick(now)).facts()).isEqualTo(live);
    assertThat(live).isNotEmpty();
  }

  @Test
  void without_frameworks_nothing_is_written() {
    agents(agent("n1"));
    assertThat(foreignFacts(tick())).isEmpty();
    assertThat(state.foreign().used(SPARK)).isEqualTo(Resources.NONE);
  }
}
