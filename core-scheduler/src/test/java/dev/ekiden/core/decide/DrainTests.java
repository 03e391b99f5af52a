package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.Drain;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Instance.Goal;
import dev.ekiden.core.state.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Emptying n1 while n2 has room. */
class DrainTests {
  private static final String WEB = "/shop/web";
  private static final AgentId N1 = new AgentId("n1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NEVER = Duration.ZERO;
  private final World world = World.of(agent("n1"));

  private void running(AppBuilder app) {
    world.running(app);
    world.hello(agent("n2"));
  }

  private Decision drain(Duration within) {
    return world.send(new Event.AgentDrainAsked(world.now(), "olga", N1, within));
  }

  private Decision activate() {
    return world.send(new Event.AgentActivated(world.now(), "olga", N1));
  }

  private Decision remove() {
    return world.send(new Event.AgentRemoved(world.now(), "olga", N1));
  }

  private Drain state() {
    return world.state.agent(N1).orElseThrow().drain();
  }

  private long servingOn(String agent) {
    return world.instances(WEB).stream()
        .filter(instance -> instance.serves() && instance.agent().value().equals(agent))
        .count();
  }

  private Instance oneOn(String agent) {
    return world.instances(WEB).stream()
        .filter(instance -> instance.agent().value().equals(agent))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void instances_move_one_by_one_and_the_app_never_serves_with_fewer() {
    running(app(WEB).instances(4));
    drain(NEVER);
    for (int round = 0; round < 8 && state() instanceof Drain.Asked; round++) {
      assertThat(world.serving(WEB)).isGreaterThanOrEqualTo(4);
      world.serve(WEB);
      world.bury(WEB);
    }
    assertThat(state()).isInstanceOf(Drain.Done.class);
    assertThat(servingOn("n2")).isEqualTo(4);
    assertThat(world.instances(WEB)).hasSize(4);
  }

  @Test
  void a_silent_agent_is_drained_once_nothing_but_what_was_given_up_is_on_it() {
    running(app(WEB).unreachable(MINUTE, MINUTE));
    drain(NEVER);
    world.silence("n1");
    assertThat(state()).isInstanceOf(Drain.Asked.class);
    world.pass(MINUTE).tick();
    world.tick();
    assertThat(state()).isInstanceOf(Drain.Done.class);
  }

  @Test
  void a_drain_goes_on_where_what_was_given_up_returns() {
    running(app(WEB));
    var lost = world.first(WEB);
    world.silence("n1");
    drain(NEVER);
    assertThat(state()).isInstanceOf(Drain.Done.class);
    world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(state()).isInstanceOf(Drain.Asked.class);
    assertThat(world.serving(WEB)).isEqualTo(1);
    world.serve(WEB);
    assertThat(servingOn("n2")).isEqualTo(1);
    world.bury(WEB);
    assertThat(state()).isInstanceOf(Drain.Done.class);
    assertThat(world.instances(WEB)).hasSize(1);
  }

  @Test
  void what_was_given_up_does_not_keep_a_silent_agent_from_being_removed() {
    running(app(WEB));
    var lost = world.first(WEB).id();
    world.silence("n1");
    assertThat(world.state.instance(lost)).isPresent();
    remove();
    assertThat(world.state.agent(N1)).isEmpty();
    assertThat(world.state.instance(lost)).isEmpty();
    assertThat(world.active(WEB)).extracting(one -> one.agent().value()).containsExactly("n2");
  }

  @Test
  void an_agent_that_is_drained_gets_nothing() {
    running(app(WEB));
    drain(NEVER);
    world.submit(app("/shop/other").instances(8));
    assertThat(world.active("/shop/other")).allMatch(i -> i.agent().value().equals("n2"));
    assertThat(world.state.agent(N1).orElseThrow().standing()).isEqualTo(Standing.DRAINING);
  }

  @Test
  void one_that_finds_no_place_elsewhere_stays_until_it_does() {
    world.running(app(WEB));
    drain(NEVER);
    world.pass(Duration.ofDays(1)).tick();
    assertThat(world.serving(WEB)).isEqualTo(1);
    world.hello(agent("n2"));
    world.serve(WEB);
    world.bury(WEB);
    assertThat(servingOn("n2")).isEqualTo(1);
    assertThat(state()).isInstanceOf(Drain.Done.class);
  }

  @Test
  void the_reason_names_the_agent_and_who_drains_it() {
    running(app(WEB));
    assertThat(World.facts(drain(NEVER), Fact.InstanceReplaceDecided.class))
        .extracting(Fact.InstanceReplaceDecided::reason)
        .containsExactly("its agent n1 is being drained by olga");
  }

  @Test
  void when_time_is_up_whatever_is_left_is_told_to_end() {
    world.running(app(WEB).instances(2));
    var asked = world.now();
    drain(MINUTE);
    var docket = Docket.everything(world.state);
    var early = new Event.Tick(asked.plus(MINUTE).minusMillis(1));
    Scheduler.turn(world.state, docket, early, Rules.DEFAULT);
    assertThat(world.serving(WEB)).isEqualTo(2);
    var due = new Event.Tick(asked.plus(MINUTE));
    var decision = Scheduler.turn(world.state, docket, due, Rules.DEFAULT);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .hasSize(2)
        .extracting(Fact.InstanceKillDecided::reason)
        .containsOnly("its agent n1 is being drained by olga and its time is up");
    world.bury(WEB);
    assertThat(state()).isInstanceOf(Drain.Done.class);
  }

  @Test
  void without_a_time_it_never_is() {
    world.running(app(WEB));
    drain(NEVER);
    assertThat(state()).isEqualTo(new Drain.Asked("olga", ago(1), Instant.MAX));
    world.pass(Duration.ofDays(4000)).tick();
    assertThat(world.serving(WEB)).isEqualTo(1);
  }

  private Instant ago(int eventsAgo) {
    return world.now().minusSeconds(eventsAgo);
  }

  @Test
  void a_job_may_finish_but_not_beyond_the_time() {
    running(app("/shop/other"));
    world.state.apply(
        new Fact.AppDefined(app(WEB).job(0).build(), ago(0), ago(0), ago(0), List.of()));
    world.state.apply(new Fact.RunStarted(world.app(WEB).id(), 1, ago(0), "asked", ago(0)));
    var id = new InstanceId("job");
    world.state.apply(
        new Fact.InstancePlaced(id, world.app(WEB).id(), ago(0), N1, List.of(), ago(0)));
    world.started(id);
    drain(MINUTE);
    assertThat(world.state.instance(id).orElseThrow().goal()).isEqualTo(Goal.RUN);
    world.pass(MINUTE).tick();
    assertThat(world.state.instance(id).orElseThrow().goal()).isEqualTo(Goal.STOP);
  }

  @Test
  void what_runs_once_on_each_agent_ends_last() {
    var everywhere = app("/shop/log").workload(new Workload.PerAgent()).build();
    running(app(WEB));
    var at = world.now();
    world.state.apply(new Fact.AppDefined(everywhere, at, at, at, List.of()));
    var id = new InstanceId("log");
    world.state.apply(new Fact.InstancePlaced(id, everywhere.id(), at, N1, List.of(), at));
    world.state.apply(new Fact.InstanceRunning(id, 7, at));
    drain(NEVER);
    assertThat(world.state.instance(id).orElseThrow().goal()).isEqualTo(Goal.RUN);
    world.serve(WEB);
    assertThat(world.state.instance(id).orElseThrow().goal()).isEqualTo(Goal.RUN);
    world.bury(WEB);
    assertThat(world.state.instance(id).orElseThrow().goal()).isEqualTo(Goal.STOP);
  }

  @Test
  void one_that_has_not_moved_yet_stays_when_the_agent_is_activated_again() {
    world.running(app(WEB));
    drain(NEVER);
    assertThat(world.first(WEB).goal()).isEqualTo(Goal.REPLACE);
    activate();
    assertThat(world.first(WEB).goal()).isEqualTo(Goal.RUN);
    assertThat(world.state.agent(N1).orElseThrow().standing()).isEqualTo(Standing.OPEN);
    world.hello(agent("n2"));
    assertThat(world.instances(WEB)).hasSize(1);
  }

  @Test
  void an_unhealthy_one_is_replaced_even_if_the_agent_is_activated_again() {
    world.running(app(WEB).ports(0).checked());
    world.checked(world.first(WEB).id(), false);
    drain(NEVER);
    activate();
    assertThat(world.instances(WEB))
        .filteredOn(instance -> instance.health() == Instance.Health.UNHEALTHY)
        .noneMatch(instance -> instance.goal() == Goal.RUN);
  }

  @Test
  void one_that_gets_well_on_a_drained_agent_moves_nevertheless() {
    world.running(app(WEB).ports(0).checked());
    var id = world.first(WEB).id();
    world.only(new Event.InstanceChecked(world.now(), id, false, "503"));
    assertThat(world.first(WEB).remark()).isEqualTo("unhealthy: 503");
    world.only(new Event.AgentDrainAsked(world.now(), "olga", N1, NEVER));
    world.only(new Event.InstanceChecked(world.now(), id, true, "200"));
    assertThat(world.first(WEB).goal()).isEqualTo(Goal.REPLACE);
    assertThat(world.first(WEB).remark()).isEqualTo("its agent n1 is being drained by olga");
  }

  @Test
  void who_dies_on_an_agent_that_is_drained_may_start_elsewhere_at_once() {
    running(app(WEB).backoff(MINUTE, 2, MINUTE.multipliedBy(9)));
    world.died(oneOn("n1").id(), End.Cause.EXITED);
    assertThat(world.app(WEB).pause()).isInstanceOf(Pause.Until.class);
    world.pass(MINUTE).tick();
    world.serve(WEB);
    var agent = world.first(WEB).agent();
    world.send(new Event.AgentDrainAsked(world.now(), "olga", agent, NEVER));
    world.instances(WEB).stream()
        .filter(instance -> instance.agent().equals(agent))
        .toList()
        .forEach(instance -> world.died(instance.id(), End.Cause.EXITED));
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
    assertThat(world.active(WEB)).isNotEmpty();
  }

  @Test
  void a_drained_agent_stays_so_when_it_says_hello_and_can_be_removed() {
    drain(NEVER);
    assertThat(state()).isInstanceOf(Drain.Done.class);
    world.silence("n1");
    world.hello(agent("n1"));
    assertThat(world.state.agent(N1).orElseThrow().standing()).isEqualTo(Standing.DRAINING);
    assertThat(remove().facts()).containsExactly(new Fact.AgentRemoved(N1, "olga", ago(1)));
    assertThat(world.state.agent(N1)).isEmpty();
  }

  @Test
  void an_agent_is_removed_only_when_nothing_is_on_it_and_it_takes_nothing() {
    assertThat(World.problem(remove()))
        .isEqualTo(new Problem.Impossible("n1 reports and takes instances: drain it first"));
    world.running(app(WEB).waitsForItsAgent());
    world.silence("n1");
    assertThat(World.problem(remove()))
        .isEqualTo(
            new Problem.Impossible(
                "n1 still holds an instance: drain it first, or kill what waits for it"));
    world.kill(WEB, false, world.first(WEB).id());
    assertThat(World.facts(remove(), Fact.AgentRemoved.class)).hasSize(1);
  }

  @Test
  void an_agent_nobody_knows_cannot_be_drained_activated_or_removed() {
    var n9 = new AgentId("n9");
    var missing = new Problem.NotFound("Agent", "n9");
    var at = world.now();
    assertThat(World.problem(world.send(new Event.AgentDrainAsked(at, "olga", n9, NEVER))))
        .isEqualTo(missing);
    assertThat(World.problem(world.send(new Event.AgentActivated(at, "olga", n9))))
        .isEqualTo(missing);
    assertThat(World.problem(world.send(new Event.AgentRemoved(at, "olga", n9))))
        .isEqualTo(missing);
  }
}
