package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Instance.Condition;
import dev.ekiden.core.supervise.GivingUp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What becomes of instances on a silent agent as time passes, and when the agent comes back. */
class UnreachableTests {
  private static final String WEB = "/shop/web";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final World world = World.of(agent("n1"));

  private static AppBuilder web() {
    return app(WEB).unreachable(MINUTE, MINUTE.multipliedBy(5));
  }

  /** An app on n1, which has just fallen silent; n2 is there for what replaces it. */
  private Instance silenced(AppBuilder app) {
    world.running(app);
    world.hello(agent("n2"));
    var before = world.first(WEB);
    world.silence("n1");
    return world.state.instance(before.id()).orElse(before);
  }

  private Instance now(InstanceId id) {
    return world.state.instance(id).orElseThrow();
  }

  private void at(Instant silence, Duration after) {
    world.pass(Duration.between(world.now(), silence.plus(after))).tick();
  }

  @Test
  void it_is_replaced_and_forgotten_when_it_is_due_and_not_a_millisecond_before() {
    var lost = silenced(web());
    assertThat(lost.condition()).isEqualTo(Condition.UNREACHABLE);
    at(lost.since(), MINUTE.minusMillis(1));
    assertThat(world.instances(WEB)).hasSize(1);
    at(lost.since(), MINUTE);
    assertThat(now(lost.id()).condition()).isEqualTo(Condition.INACTIVE);
    assertThat(world.active(WEB)).extracting(i -> i.agent().value()).containsExactly("n2");
    at(lost.since(), MINUTE.multipliedBy(5).minusMillis(1));
    assertThat(world.state.instance(lost.id())).isPresent();
    at(lost.since(), MINUTE.multipliedBy(5));
    assertThat(world.state.instance(lost.id())).isEmpty();
    assertThat(world.state.endedOf(new AppId(WEB)).getFirst().end().cause())
        .isEqualTo(End.Cause.LOST);
  }

  @Test
  void a_leader_that_remembers_when_to_look_is_as_punctual() {
    var docket = new Docket();
    var lost = silenced(web());
    Scheduler.turn(world.state, docket, new Event.Tick(world.now()), Rules.DEFAULT);
    docket.changed(new AppId(WEB));
    Scheduler.turn(world.state, docket, new Event.Tick(world.now()), Rules.DEFAULT);
    var early = new Event.Tick(lost.since().plus(MINUTE).minusMillis(1));
    assertThat(Scheduler.turn(world.state, docket, early, Rules.DEFAULT).facts()).isEmpty();
    var due = new Event.Tick(lost.since().plus(MINUTE));
    assertThat(Scheduler.turn(world.state, docket, due, Rules.DEFAULT).facts())
        .contains(new Fact.InstanceInactive(lost.id(), due.at()));
  }

  @Test
  void one_that_waits_for_its_agent_waits_for_ever() {
    var lost = silenced(app(WEB).waitsForItsAgent());
    world.pass(Duration.ofDays(365)).tick();
    assertThat(world.instances(WEB)).containsExactly(lost);
  }

  @Test
  void one_whose_agent_is_back_with_it_goes_on_as_if_nothing_had_been() {
    var lost = silenced(web());
    world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(now(lost.id()).condition()).isEqualTo(Condition.RUNNING);
    world.pass(Duration.ofHours(1)).tick();
    assertThat(world.instances(WEB)).extracting(Instance::id).containsExactly(lost.id());
    assertThat(world.serving(WEB)).isEqualTo(1);
  }

  @Test
  void one_that_ended_while_its_agent_was_silent_is_asked_after_and_its_end_counts() {
    var lost = silenced(web());
    var hello = world.hello(agent("n1"));
    assertThat(World.facts(hello, Fact.InstanceReturned.class))
        .extracting(Fact.InstanceReturned::runs)
        .containsExactly(true);
    var death = world.died(lost.id(), End.Cause.EXITED);
    assertThat(World.facts(death, Fact.AppPaused.class)).hasSize(1);
  }

  @Test
  void one_that_had_not_started_is_started_when_its_agent_is_back_without_it() {
    world.submit(web());
    world.silence("n1");
    world.hello(agent("n1"));
    assertThat(world.first(WEB).condition()).isEqualTo(Condition.STARTING);
  }

  @Test
  void one_that_started_meanwhile_runs_when_its_agent_is_back() {
    world.submit(web());
    world.silence("n1");
    world.hello(agent("n1"), new Event.Held(world.first(WEB).id(), true));
    assertThat(world.first(WEB).condition()).isEqualTo(Condition.RUNNING);
  }

  @Test
  void one_whose_replacement_does_not_serve_yet_goes_on_in_its_place() {
    var lost = silenced(app(WEB));
    var replacement = world.active(WEB).getFirst().id();
    assertThat(now(replacement).condition()).isEqualTo(Condition.STARTING);
    world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(now(lost.id()).condition()).isEqualTo(Condition.RUNNING);
    assertThat(world.serving(WEB)).isEqualTo(1);
    assertThat(now(replacement).condition()).isEqualTo(Condition.KILLING);
  }

  @Test
  void one_whose_replacement_serves_is_one_too_many() {
    var lost = silenced(app(WEB));
    world.serve(WEB);
    var hello = world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(World.facts(hello, Fact.InstanceKillDecided.class)).hasSize(1);
    assertThat(world.serving(WEB)).isEqualTo(1);
    world.bury(WEB);
    assertThat(world.instances(WEB)).hasSize(1);
    assertThat(world.tick().facts()).isEmpty();
  }

  @Test
  void one_that_was_unhealthy_is_still_to_be_replaced_when_it_is_back() {
    world.running(app(WEB).ports(0).checked());
    var ill = world.first(WEB).id();
    world.checked(ill, false);
    world.hello(agent("n2"));
    world.silence("n1");
    world.hello(agent("n1"), new Event.Held(ill, true));
    assertThat(now(ill).goal()).isEqualTo(Instance.Goal.REPLACE);
    world.serve(WEB).bury(WEB);
    assertThat(world.state.instance(ill)).isEmpty();
    assertThat(world.serving(WEB)).isEqualTo(1);
  }

  @Test
  void one_that_was_given_up_and_ended_meanwhile_is_told_to_end_so_that_its_agent_says_how() {
    var lost = silenced(app(WEB));
    var hello = world.hello(agent("n1"));
    assertThat(World.facts(hello, Fact.InstanceKillDecided.class))
        .extracting(Fact.InstanceKillDecided::reason)
        .containsExactly("another one took its place while its agent was silent");
    assertThat(now(lost.id()).condition()).isEqualTo(Condition.KILLING);
  }

  @Test
  void one_is_remembered_for_a_while_though_its_app_says_at_once() {
    var lost = silenced(app(WEB));
    world.serve(WEB);
    var remembered = Rules.DEFAULT.remembersGivenUp();
    at(lost.since(), remembered.minusMillis(1));
    assertThat(now(lost.id()).condition()).isEqualTo(Condition.INACTIVE);
    at(lost.since(), remembered);
    assertThat(world.state.instance(lost.id())).isEmpty();
  }

  @Test
  void it_is_no_task_any_more_when_its_app_says_so() {
    var lost = silenced(app(WEB).unreachable(MINUTE, MINUTE.multipliedBy(2)));
    var spec = world.app(WEB).spec().unreachable();
    at(lost.since(), MINUTE);
    var due = lost.since().plus(MINUTE.multipliedBy(2));
    assertThat(GivingUp.expunged(now(lost.id()), spec, due.minusMillis(1))).isFalse();
    assertThat(GivingUp.expunged(now(lost.id()), spec, due)).isTrue();
    assertThat(GivingUp.expunged(world.active(WEB).getFirst(), spec, due)).isFalse();
  }

  @Test
  void one_that_was_forgotten_is_a_stray_on_sight() {
    var lost = silenced(app(WEB));
    world.serve(WEB);
    at(lost.since(), Rules.DEFAULT.remembersGivenUp());
    var hello = world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(World.facts(hello, Fact.StrayFound.class))
        .extracting(Fact.StrayFound::instance)
        .containsExactly(lost.id().value());
  }

  @Test
  void a_quota_is_not_charged_for_it_and_nothing_starts_beside_what_returned() {
    world.quota("shop", 1000, 1000, 1);
    var lost = silenced(app(WEB));
    assertThat(world.active(WEB)).extracting(i -> i.agent().value()).containsExactly("n2");
    world.serve(WEB);
    world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(world.instances(WEB)).hasSize(2);
    var waits = world.submit(app("/shop/other"));
    assertThat(World.facts(waits, Fact.InstancePlaced.class)).isEmpty();
    world.bury(WEB);
    assertThat(world.serving(WEB)).isEqualTo(1);
  }

  @Test
  void what_waits_for_quota_starts_when_it_is_given_up() {
    world.quota("shop", 1000, 1000, 2);
    silenced(app(WEB).waitsForItsAgent());
    world.quota("shop", 1000, 1000, 1);
    world.force(web());
    world.pass(MINUTE).tick();
    assertThat(world.active(WEB)).extracting(i -> i.agent().value()).containsExactly("n2");
  }

  @Test
  void an_older_version_serves_while_the_newer_is_rolled_out_and_ends_with_it() {
    var lost = silenced(app(WEB));
    world.submit(app(WEB).env("V", "2"));
    world.submit(app(WEB).env("V", "2"));
    world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(world.serving(WEB)).isEqualTo(1);
    for (int round = 0; round < 4; round++) {
      world.serve(WEB);
      assertThat(world.serving(WEB)).isPositive();
      world.bury(WEB);
    }
    assertThat(world.instances(WEB)).hasSize(1);
    assertThat(world.current(WEB)).hasSize(1);
    assertThat(world.state.deploymentOf(new AppId(WEB))).isEmpty();
  }

  @Test
  void several_older_versions_that_return_serve_until_the_newest_does() {
    var first = silenced(app(WEB));
    world.serve(WEB);
    world.submit(app(WEB).env("V", "2"));
    world.serve(WEB);
    var second = world.active(WEB).getFirst();
    world.silence("n2");
    world.force(app(WEB).env("V", "3"));
    world.hello(agent("n2"), new Event.Held(second.id(), true));
    world.hello(agent("n1"), new Event.Held(first.id(), true));
    assertThat(world.serving(WEB)).isPositive();
    for (int round = 0; round < 6; round++) {
      world.serve(WEB);
      assertThat(world.serving(WEB)).isPositive();
      world.bury(WEB);
    }
    assertThat(world.instances(WEB)).hasSize(1);
    assertThat(world.current(WEB)).hasSize(1);
  }

  @Test
  void an_older_version_that_returns_after_the_rollout_ends() {
    var lost = silenced(app(WEB));
    world.serve(WEB);
    world.submit(app(WEB).env("V", "2"));
    for (int round = 0; round < 4; round++) {
      world.serve(WEB).bury(WEB);
    }
    assertThat(world.state.deploymentOf(new AppId(WEB))).isEmpty();
    world.hello(agent("n1"), new Event.Held(lost.id(), true));
    assertThat(world.serving(WEB)).isEqualTo(1);
    assertThat(world.active(WEB)).hasSize(1).isEqualTo(world.current(WEB));
  }

  @Test
  void a_job_is_forgotten_at_once() {
    var job = app(WEB).workload(new Workload.Job(1, Duration.ofHours(1)));
    world.submit(job);
    world.send(new Event.JobTriggered(world.now(), "alice", new AppId(WEB)));
    world.serve(WEB);
    var lost = world.first(WEB);
    world.silence(lost.agent().value());
    assertThat(world.state.instance(lost.id())).isEmpty();
  }

  @Test
  void what_belongs_to_another_agent_is_a_stray() {
    world.running(app(WEB));
    var other = world.first(WEB).id();
    var hello = world.hello(agent("n2"), new Event.Held(other, true));
    assertThat(World.facts(hello, Fact.StrayFound.class)).hasSize(1);
    assertThat(now(other).condition()).isEqualTo(Condition.RUNNING);
  }

  @Test
  void what_an_agent_holds_as_expected_leads_to_nothing() {
    world.running(app(WEB));
    var held = new Event.Held(world.first(WEB).id(), true);
    assertThat(world.hello(agent("n1"), held).facts()).isEmpty();
  }

  @Test
  void one_that_is_told_to_end_on_a_silent_agent_is_forgotten_at_once() {
    var lost = silenced(app(WEB).waitsForItsAgent());
    var decision = world.kill(WEB, false, lost.id());
    assertThat(World.facts(decision, Fact.InstanceEnded.class)).hasSize(1);
    assertThat(world.active(WEB)).extracting(i -> i.agent().value()).containsExactly("n2");
  }

  @Test
  void one_that_was_ending_when_its_agent_fell_silent_is_forgotten_at_once() {
    world.running(app(WEB).waitsForItsAgent());
    var victim = world.first(WEB).id();
    world.kill(WEB, false, victim);
    world.silence("n1");
    assertThat(world.state.instance(victim)).isEmpty();
  }

  @Test
  void those_of_a_deleted_app_are_forgotten_at_once_and_its_deployment_ends() {
    silenced(app(WEB).waitsForItsAgent());
    var decision = world.delete(WEB);
    assertThat(world.instances(WEB)).isEmpty();
    assertThat(world.deployment(decision).running()).isFalse();
  }

  @Test
  void its_room_and_ports_stay_taken_until_it_is_forgotten() {
    var lost = silenced(web().ports(0));
    var silent = lost.agent();
    assertThat(world.state.agent(silent).orElseThrow().used()).isEqualTo(lost.resources());
    at(lost.since(), MINUTE);
    assertThat(world.state.portsTaken(silent)).isEqualTo(1);
    at(lost.since(), MINUTE.multipliedBy(5));
    assertThat(world.state.portsTaken(silent)).isZero();
  }

  @Test
  void late_reports_do_not_set_its_clock_back() {
    var lost = silenced(web());
    world.pass(Duration.ofSeconds(30));
    world.send(new Event.InstanceStarted(world.now(), lost.id(), 99));
    assertThat(now(lost.id()).condition()).isEqualTo(Condition.UNREACHABLE);
    assertThat(now(lost.id()).since()).isEqualTo(lost.since());
  }
}
