package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeploymentTests {
  private static final String WEB = "/shop/web";
  private final World world = World.of(agent("n1"));

  @Test
  void milestones_are_when_an_instance_first_got_so_far() {
    var received = world.now();
    var decision = world.submit(app(WEB).instances(2).ports(0).checked());
    var id = world.first(WEB).id();
    var unpacked = world.now();
    world.send(new Event.InstanceStepped(unpacked, id, Milestone.UNPACKED));
    var started = world.now();
    world.started(id);
    var healthy = world.now();
    world.checked(id, true);
    world.serve(WEB);
    assertThat(world.deployment(decision).milestones())
        .hasSize(5)
        .containsEntry(Milestone.RECEIVED, received)
        .containsEntry(Milestone.PLACED, received)
        .containsEntry(Milestone.UNPACKED, unpacked)
        .containsEntry(Milestone.STARTED, started)
        .containsEntry(Milestone.HEALTHY, healthy);
  }

  @Test
  void milestones_passed_over_count_as_reached_with_the_next() {
    var decision = world.submit(app(WEB));
    var running = world.now();
    world.serve(WEB);
    assertThat(world.deployment(decision).milestones())
        .containsEntry(Milestone.UNPACKED, running)
        .containsEntry(Milestone.STARTED, running)
        .containsEntry(Milestone.HEALTHY, running);
  }

  @Test
  void old_instances_reach_no_milestones_of_the_new_version() {
    world.running(app(WEB).ports(0).checked());
    var decision = world.submit(app(WEB).ports(0).checked().env("VERSION", "2"));
    var old = world.instances(WEB).getFirst();
    assertThat(old.serves()).isTrue();
    world.send(new Event.InstanceStarted(world.now(), old.id(), 4711));
    assertThat(world.deployment(decision).milestones().lastKey()).isEqualTo(Milestone.PLACED);
  }

  @Test
  void a_deployment_ends_when_all_wanted_instances_serve() {
    var decision = world.submit(app(WEB).instances(2));
    world.started(world.first(WEB).id());
    assertThat(world.deployment(decision).running()).isTrue();
    var end = world.now();
    world.serve(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.deployment(decision).endedAt()).isEqualTo(end);
    assertThat(world.deployment(decision).sentence()).isEqualTo("all 2 instances serve");
  }

  @Test
  void a_deployment_of_one_says_so() {
    var decision = world.submit(app(WEB));
    world.serve(WEB);
    assertThat(world.deployment(decision).sentence()).isEqualTo("the instance serves");
  }

  @Test
  void a_deployment_is_not_over_while_instances_are_ending() {
    world.running(app(WEB).instances(2));
    var decision = world.submit(app(WEB));
    assertThat(world.deployment(decision).running()).isTrue();
    world.bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void finished_deployments_are_forgotten_oldest_first_but_never_running_ones() {
    var stuck = world.submit(app("/shop/stuck"));
    var oldest = world.submit(app(WEB).instances(0));
    for (int i = 0; i < 200; i++) {
      world.submit(app(WEB).instances(0));
    }
    assertThat(world.state.deployments()).hasSize(201);
    assertThat(world.state.deployment(World.accepted(oldest).deployment())).isEmpty();
    assertThat(world.deployment(stuck).running()).isTrue();
  }

  @Test
  void an_app_without_room_waits_since_then_and_waits_no_more_once_placed() {
    var since = world.now();
    world.submit(app(WEB).resources(3000, 64, 0).instances(2));
    assertThat(world.app(WEB).waiting())
        .isInstanceOfSatisfying(
            Waiting.ForRoom.class,
            waiting -> {
              assertThat(waiting.since()).isEqualTo(since);
              assertThat(waiting.missing()).isEqualTo(1);
              assertThat(waiting.vetoes()).hasSize(1);
            });
    assertThat(world.tick().facts()).isEmpty();
    world.send(new Event.AgentHello(world.now(), agent("n2").build()));
    assertThat(world.app(WEB).waiting()).isEqualTo(new Waiting.None());
  }

  @Test
  void an_app_that_waits_still_knows_since_when_once_its_reasons_change() {
    var since = world.now();
    world.submit(app(WEB).resources(9000, 64, 0));
    world.send(new Event.AgentHello(world.now(), agent("n2").capacity(8000, 8192, 8192).build()));
    assertThat(world.app(WEB).waiting())
        .isInstanceOfSatisfying(
            Waiting.ForRoom.class,
            waiting -> {
              assertThat(waiting.since()).isEqualTo(since);
              assertThat(waiting.vetoes()).hasSize(2);
            });
  }

  @Test
  void an_app_scaled_back_to_what_it_has_waits_no_more() {
    world.submit(app(WEB).resources(3000, 64, 0).instances(2));
    world.serve(WEB);
    var decision = world.force(app(WEB).resources(3000, 64, 0).instances(1));
    assertThat(world.app(WEB).waiting()).isEqualTo(new Waiting.None());
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void an_app_that_dies_is_started_again_only_after_its_pause() {
    world.running(app(WEB).backoff(Duration.ofSeconds(10), 2, Duration.ofSeconds(300)));
    var death = world.now();
    world.died(world.first(WEB).id(), End.Cause.EXITED);
    assertThat(world.app(WEB).pause())
        .isEqualTo(new Pause.Until(death.plusSeconds(10), Duration.ofSeconds(10), 1));
    assertThat(world.active(WEB)).isEmpty();
    world.pass(Duration.ofSeconds(8)).tick();
    assertThat(world.active(WEB)).isEmpty();
    world.tick();
    assertThat(world.active(WEB)).hasSize(1);
  }

  @Test
  void a_pause_grows_with_each_death() {
    world.running(app(WEB).backoff(Duration.ofSeconds(10), 2, Duration.ofSeconds(30)));
    for (var seconds : new int[] {10, 20, 30, 30}) {
      var death = world.now();
      world.died(world.first(WEB).id(), End.Cause.SIGNALED);
      var pause = (Pause.Until) world.app(WEB).pause();
      assertThat(pause.until()).isEqualTo(death.plusSeconds(seconds));
      world.pass(Duration.ofSeconds(seconds)).tick();
      world.serve(WEB);
    }
  }

  @Test
  void a_change_of_the_definition_forgets_the_pause_and_scaling_does_not() {
    var patient = app(WEB).backoff(Duration.ofMinutes(1), 2, Duration.ofMinutes(9));
    world.running(patient);
    world.died(world.first(WEB).id(), End.Cause.START_FAILED);
    world.submit(patient.instances(2));
    assertThat(world.app(WEB).pause()).isInstanceOf(Pause.Until.class);
    assertThat(world.active(WEB)).isEmpty();
    world.force(patient.env("VERSION", "2"));
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
    assertThat(world.active(WEB)).hasSize(2);
  }

  @Test
  void definitions_are_kept_up_to_a_number_and_as_long_as_instances_use_them() {
    world.running(app(WEB).env("VERSION", "0"));
    var first = world.app(WEB).version();
    for (int i = 1; i <= 30; i++) {
      var rollout = world.force(app(WEB).env("VERSION", "" + i));
      world.cancel(World.accepted(rollout).deployment());
      world.bury(WEB);
    }
    assertThat(world.app(WEB).definitions()).hasSizeLessThanOrEqualTo(26).containsKey(first);
    assertThat(world.app(WEB).definitions().lastKey()).isEqualTo(world.app(WEB).version());
  }
}
