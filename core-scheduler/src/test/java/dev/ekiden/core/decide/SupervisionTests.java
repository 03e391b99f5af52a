package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Instance.Condition;
import dev.ekiden.core.state.Instance.Goal;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.supervise.KillEscalation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts that hang, instances that do not end, health that changes, delays. */
class SupervisionTests {
  private static final String WEB = "/shop/web";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final World world = World.of(agent("n1"));

  private Decision at(Instant start, Duration after) {
    return world.pass(Duration.between(world.now(), start.plus(after))).tick();
  }

  @Test
  void a_start_that_hangs_is_ended_and_the_next_one_waits() {
    world.submit(app(WEB));
    var hanging = world.first(WEB);
    assertThat(at(hanging.since(), Duration.ofMinutes(5).minusMillis(1)).facts()).isEmpty();
    var decision = at(hanging.since(), Duration.ofMinutes(5));
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .extracting(Fact.InstanceKillDecided::reason)
        .containsExactly("did not start: nothing happened within 5 minutes after PLACED");
    assertThat(world.app(WEB).pause()).isInstanceOf(Pause.Until.class);
    assertThat(world.active(WEB)).isEmpty();
  }

  @Test
  void each_step_gives_a_start_its_whole_time_again() {
    world.submit(app(WEB));
    var id = world.first(WEB).id();
    world.pass(MINUTE.multipliedBy(4));
    var stepped = world.now();
    world.send(new Event.InstanceStepped(stepped, id, Milestone.UNPACKED));
    at(stepped, MINUTE.multipliedBy(5).minusMillis(1));
    assertThat(world.first(WEB).condition()).isEqualTo(Condition.STARTING);
    at(stepped, MINUTE.multipliedBy(5));
    assertThat(world.state.instance(id).orElseThrow().remark())
        .isEqualTo("did not start: nothing happened within 5 minutes after UNPACKED");
  }

  @Test
  void one_that_does_not_end_is_told_again_and_from_the_third_time_without_grace() {
    world.running(app(WEB).instances(1));
    var id = world.first(WEB).id();
    world.submit(app(WEB).instances(0));
    var spec = world.app(WEB).spec();
    for (int kills = 1; kills <= 5; kills++) {
      var instance = world.state.instance(id).orElseThrow();
      assertThat(instance.kills()).isEqualTo(kills);
      assertThat(instance.remark())
          .isEqualTo(
              kills < 3 ? "scaled down to 0" : "told " + kills + " times to end: scaled down to 0");
      assertThat(KillEscalation.grace(instance, spec))
          .isEqualTo(kills < 3 ? Duration.ofSeconds(3) : Duration.ZERO);
      assertThat(at(instance.since(), Duration.ofMillis(32_999)).facts()).isEmpty();
      at(instance.since(), Duration.ofSeconds(33));
    }
    assertThat(used()).isEqualTo(spec.resources());
    world.died(id, End.Cause.KILLED);
    assertThat(used()).isEqualTo(Resources.NONE);
  }

  private Resources used() {
    return world.state.agents().getFirst().used();
  }

  @Test
  void one_of_a_deleted_app_is_told_again_too() {
    world.running(app(WEB));
    world.delete(WEB);
    var docket = Docket.everything(world.state);
    var now = world.now();
    Scheduler.turn(world.state, docket, new Event.Tick(now), Rules.DEFAULT);
    var later = new Event.Tick(now.plus(MINUTE));
    var decision = Scheduler.turn(world.state, docket, later, Rules.DEFAULT);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(1);
  }

  @Test
  void late_reports_do_not_put_off_the_next_kill() {
    world.submit(app(WEB));
    var id = world.first(WEB).id();
    world.kill(WEB, false, id);
    var told = world.state.instance(id).orElseThrow().since();
    world.pass(Duration.ofSeconds(20));
    world.started(id);
    world.send(new Event.InstanceStepped(world.now(), id, Milestone.HEALTHY));
    assertThat(world.state.instance(id).orElseThrow().since()).isEqualTo(told);
  }

  @Test
  void an_unhealthy_instance_is_to_be_replaced_and_goes_on_if_it_gets_well_before() {
    world.running(app(WEB).ports(0).checked().resources(3000, 64, 0).healing(true, 1));
    var id = world.first(WEB).id();
    var ill = world.checked(id, false);
    assertThat(World.facts(ill, Fact.InstanceReplaceDecided.class))
        .extracting(Fact.InstanceReplaceDecided::reason)
        .containsExactly("unhealthy: GET /health answered 503");
  }

  @Test
  void a_jobs_unhealthy_instance_is_ended_at_once() {
    var job = app(WEB).job(3).ports(0).checked().build();
    var at = world.now();
    world.state.apply(new Fact.AppDefined(job, at, at, at, List.of(0)));
    world.state.apply(new Fact.RunStarted(job.id(), 1, at, "asked", at));
    world.tick();
    var id = world.first(WEB).id();
    world.started(id);
    var decision = world.checked(id, false);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(1);
    assertThat(World.facts(decision, Fact.InstanceReplaceDecided.class)).isEmpty();
  }

  @Test
  void a_job_that_is_done_does_not_wait_but_a_service_that_returns_does() {
    var done = new End(End.Cause.EXITED, 0, "done", List.of(), world.now());
    world.running(app(WEB));
    world.send(new Event.InstanceDied(world.now(), world.first(WEB).id(), done));
    assertThat(world.app(WEB).pause()).isInstanceOf(Pause.Until.class);
    var job = app("/shop/job").job(3).build();
    var at = world.now();
    world.state.apply(new Fact.AppDefined(job, at, at, at, List.of()));
    world.state.apply(new Fact.RunStarted(job.id(), 1, at, "asked", at));
    world.tick();
    world.send(new Event.InstanceDied(world.now(), world.first("/shop/job").id(), done));
    assertThat(world.app("/shop/job").pause()).isEqualTo(new Pause.None());
  }

  @Test
  void a_delay_can_be_reset_when_there_is_one() {
    world.running(app(WEB).backoff(MINUTE, 2, MINUTE.multipliedBy(9)));
    assertThat(World.problem(reset())).isEqualTo(new Problem.NotFound("Delay", WEB));
    world.died(world.first(WEB).id(), End.Cause.EXITED);
    assertThat(world.active(WEB)).isEmpty();
    reset();
    assertThat(world.active(WEB)).hasSize(1);
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
    world.delete(WEB);
    assertThat(World.problem(reset())).isEqualTo(new Problem.NotFound("App", WEB));
  }

  private Decision reset() {
    return world.send(new Event.DelayReset(world.now(), "alice", new AppId(WEB)));
  }

  @Test
  void delays_are_forgotten_with_the_configuration_and_a_restart_but_not_by_scaling() {
    var slow = app(WEB).backoff(MINUTE, 2, MINUTE.multipliedBy(9));
    world.running(slow);
    world.died(world.first(WEB).id(), End.Cause.EXITED);
    world.force(slow.instances(2));
    assertThat(world.app(WEB).pause()).isInstanceOf(Pause.Until.class);
    world.send(new Event.AppRestarted(world.now(), "alice", new AppId(WEB), true));
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
    world.died(world.active(WEB).getFirst().id(), End.Cause.EXITED);
    assertThat(world.app(WEB).pause()).isInstanceOf(Pause.Until.class);
    world.force(slow.env("V", "2"));
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
  }

  @Test
  void an_app_that_is_steady_has_nothing_due() {
    world.running(app(WEB).instances(3));
    assertThat(world.pass(Duration.ofDays(365)).tick().facts()).isEmpty();
    assertThat(Supervision.nextLook(world.state, world.app(WEB), world.now(), Rules.DEFAULT))
        .isEmpty();
    assertThat(world.instances(WEB)).extracting(Instance::goal).containsOnly(Goal.RUN);
  }
}
