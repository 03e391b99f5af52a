package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.State;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deployments that do not get on, and the way back. */
class FailureTests {
  private static final String WEB = "/shop/web";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final World world = World.of(agent("n1"), agent("n2"));

  private static AppBuilder version(String version) {
    return app(WEB).instances(3).env("VERSION", version).rollout(MINUTE, true);
  }

  private Deployment latest() {
    return world.state.deployments().stream().toList().getLast();
  }

  @Test
  void without_progress_for_too_long_a_deployment_fails_and_says_why() {
    world.running(version("1"));
    var decision = world.submit(version("2").resources(9000, 64, 0));
    world.pass(Duration.ofSeconds(58)).tick();
    assertThat(world.deployment(decision).running()).isTrue();
    world.tick();
    assertThat(world.deployment(decision).state()).isEqualTo(State.FAILED);
    assertThat(world.deployment(decision).sentence())
        .isEqualTo(
            "no progress for 60 s: 0 of 3 instances of /shop/web are ready;"
                + " 3 have no place: n1 needs 9 CPUs of CPU, 3.8 CPUs are free");
  }

  @Test
  void the_latest_end_is_told_where_there_is_one() {
    world.running(version("1").instances(1));
    var decision = world.submit(version("2").instances(1));
    world.died(world.current(WEB).getFirst().id(), End.Cause.EXITED);
    world.pass(MINUTE).tick();
    assertThat(world.deployment(decision).sentence())
        .isEqualTo(
            "no progress for 60 s: 0 of 1 instance of /shop/web is ready;"
                + " the latest to end: it ended");
  }

  @Test
  void each_step_forward_starts_the_time_anew() {
    world.running(version("1"));
    var decision = world.submit(version("2"));
    for (var fresh : world.current(WEB)) {
      world.pass(Duration.ofSeconds(50)).tick();
      world.started(fresh.id());
    }
    world.pass(Duration.ofSeconds(50)).bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void what_failed_is_led_back_and_healthy_instances_of_before_are_kept() {
    world.running(version("1").upgrade(0.5, 0));
    var before = world.app(WEB);
    var decision = world.submit(version("2").upgrade(0.5, 0));
    world.bury(WEB);
    var kept = world.active(WEB).stream().filter(Instance::serves).toList();
    assertThat(kept).hasSize(2);
    world.pass(MINUTE).tick();
    var back = latest();
    assertThat(back.by()).isEqualTo("ekiden");
    assertThat(back.cause())
        .isEqualTo(
            "rolls back "
                + World.accepted(decision).deployment().value()
                + ": "
                + world.deployment(decision).sentence());
    assertThat(world.app(WEB).spec()).isEqualTo(before.spec());
    assertThat(world.app(WEB).configVersion()).isEqualTo(before.configVersion());
    assertThat(world.app(WEB).version()).isAfter(World.accepted(decision).version());
    world.bury(WEB).serve(WEB);
    assertThat(latest().state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.active(WEB)).hasSize(3).containsAll(kept);
  }

  @Test
  void a_way_back_that_fails_is_not_led_back() {
    world.running(version("1"));
    world.submit(version("2").resources(9000, 64, 0));
    world.silence("n1");
    world.silence("n2");
    world.pass(MINUTE).tick();
    var back = latest();
    assertThat(Reversal.isOne(back)).isTrue();
    world.pass(MINUTE).tick();
    assertThat(latest().id()).isEqualTo(back.id());
    assertThat(latest().state()).isEqualTo(State.FAILED);
  }

  @Test
  void a_new_app_that_fails_goes_on_trying() {
    var decision = world.submit(version("1").resources(9000, 64, 0));
    world.pass(MINUTE).tick();
    assertThat(world.deployment(decision).state()).isEqualTo(State.FAILED);
    assertThat(world.state.runningDeployments()).isZero();
    world.send(new Event.AgentHello(world.now(), agent("n3").capacity(99_000, 999, 0).build()));
    assertThat(world.active(WEB)).hasSize(3);
  }

  @Test
  void the_way_back_may_be_switched_off_and_so_may_the_deadline() {
    world.running(version("1"));
    var decision = world.submit(version("2").resources(9000, 64, 0).rollout(MINUTE, false));
    world.pass(MINUTE).tick();
    assertThat(latest().id()).isEqualTo(World.accepted(decision).deployment());
    var patient = version("3").resources(9000, 64, 0).rollout(Duration.ZERO, true);
    var endless = world.submit(patient);
    world.pass(Duration.ofDays(9)).tick();
    assertThat(world.deployment(endless).running()).isTrue();
  }

  @Test
  void stopping_never_fails() {
    world.running(version("1"));
    var decision = world.delete(WEB);
    world.pass(Duration.ofDays(1)).tick();
    assertThat(world.deployment(decision).running()).isTrue();
  }

  @Test
  void no_time_runs_while_a_deployment_is_paused() {
    world.running(version("1"));
    var decision = world.submit(version("2").resources(9000, 64, 0));
    world.pause(decision);
    world.pass(Duration.ofDays(1)).tick();
    assertThat(world.deployment(decision).state()).isEqualTo(State.PAUSED);
    world.resume(decision);
    world.pass(Duration.ofSeconds(50)).tick();
    assertThat(world.deployment(decision).state()).isEqualTo(State.RUNNING);
    world.pass(Duration.ofSeconds(10)).tick();
    assertThat(world.deployment(decision).state()).isEqualTo(State.FAILED);
  }

  @Test
  void while_paused_nothing_is_replaced_and_what_dies_comes_back_as_it_was() {
    world.running(version("1").upgrade(1, 0));
    var decision = world.submit(version("2").upgrade(1, 0));
    world.pause(decision);
    var starting = world.current(WEB);
    assertThat(World.facts(world.started(starting.getFirst().id()), Fact.InstanceKillDecided.class))
        .isEmpty();
    assertThat(world.active(WEB)).hasSize(4);
    var old = world.active(WEB).stream().filter(i -> !starting.contains(i)).toList();
    world.died(old.get(0).id(), End.Cause.KILLED);
    world.died(old.get(1).id(), End.Cause.KILLED);
    assertThat(world.active(WEB)).hasSize(3);
    assertThat(world.current(WEB)).hasSize(1);
    world.resume(decision);
    for (int round = 0; round < 9; round++) {
      world.serve(WEB).bury(WEB);
    }
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void led_back_by_hand_a_change_is_undone_and_old_instances_stay() {
    world.running(version("1"));
    var old = world.active(WEB);
    var decision = world.submit(version("2"));
    var back = world.revert(decision);
    world.bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.CANCELLED);
    assertThat(world.deployment(decision).sentence()).isEqualTo("rolled back by alice");
    assertThat(world.deployment(back).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.active(WEB)).isEqualTo(old);
  }

  @Test
  void led_back_by_hand_a_new_app_goes_and_a_deleted_one_comes() {
    var started = world.submit(version("1"));
    world.revert(started);
    assertThat(world.state.apps()).isEmpty();
    world.bury(WEB);
    world.running(version("1"));
    var config = world.app(WEB).configVersion();
    var deleted = world.delete(WEB);
    world.died(world.first(WEB).id(), End.Cause.KILLED);
    var back = world.revert(deleted);
    assertThat(world.deployment(back).kind()).isEqualTo(Deployment.Kind.START);
    assertThat(world.app(WEB).configVersion()).isEqualTo(config);
    assertThat(world.active(WEB)).hasSize(3);
  }

  @Test
  void led_back_by_hand_a_scaling_has_the_number_of_before() {
    world.running(version("1"));
    var old = world.active(WEB);
    var decision = world.submit(version("1").instances(5));
    world.revert(decision);
    world.bury(WEB);
    assertThat(world.app(WEB).wanted()).isEqualTo(3);
    assertThat(world.active(WEB)).isEqualTo(old);
  }

  @Test
  void what_somebody_else_has_changed_since_is_not_led_back() {
    world.running(version("1"));
    var decision = world.submit(version("2"));
    var spec = version("3").build();
    var at = world.now();
    world.state.apply(new Fact.AppDefined(spec, at, at, at, List.of()));
    assertThat(World.problem(world.revert(decision)))
        .isEqualTo(
            new Problem.Impossible(
                "/shop/web has been changed since; submit the definition that it is to have"
                    + " instead"));
  }
}
