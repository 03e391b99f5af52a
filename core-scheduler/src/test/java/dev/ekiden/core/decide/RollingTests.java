package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingTests {
  private static final String WEB = "/shop/web";

  /** Rounds after which a rollout of a few instances is called stuck. */
  private static final int PATIENCE = 50;

  private final World world = World.of(agent("n1"), agent("n2"), agent("n3"));

  private static AppBuilder version(String version, int instances, double minimum, double over) {
    return app(WEB).instances(instances).upgrade(minimum, over).env("VERSION", version);
  }

  @Test
  void a_change_of_more_than_the_number_moves_the_config_version() {
    world.running(version("1", 2, 1, 1));
    var decision = world.submit(version("2", 2, 1, 1));
    assertThat(world.deployment(decision).kind()).isEqualTo(Deployment.Kind.RESTART);
    assertThat(world.app(WEB).configVersion()).isEqualTo(world.app(WEB).version());
    assertThat(world.app(WEB).scaledAt()).isEqualTo(world.app(WEB).definitions().firstKey());
  }

  @Test
  void by_default_all_new_ones_start_beside_all_old_ones() {
    world.running(version("1", 3, 1, 1));
    var decision = world.submit(version("2", 3, 1, 1));
    assertThat(World.facts(decision, Fact.InstancePlaced.class)).hasSize(3);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).isEmpty();
  }

  @Test
  void each_new_one_that_serves_lets_one_old_one_go() {
    world.running(version("1", 3, 1, 1));
    world.submit(version("2", 3, 1, 1));
    var decision = world.started(world.current(WEB).getFirst().id());
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .hasSize(1)
        .allMatch(kill -> kill.reason().equals("replaced by a newer version"));
  }

  @Test
  void a_new_one_with_checks_counts_only_once_healthy() {
    world.running(version("1", 1, 1, 1).checked());
    world.submit(version("2", 1, 1, 1).checked());
    var fresh = world.current(WEB).getFirst().id();
    assertThat(World.facts(world.started(fresh), Fact.InstanceKillDecided.class)).isEmpty();
    assertThat(World.facts(world.checked(fresh, true), Fact.InstanceKillDecided.class)).hasSize(1);
  }

  @Test
  void a_restart_replaces_all_instances_of_the_same_definition() {
    world.running(app(WEB).instances(2));
    var before = world.instances(WEB).stream().map(Instance::id).toList();
    var decision = world.restart(WEB);
    rollToEnd(2, 4);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.instances(WEB)).hasSize(2).noneMatch(i -> before.contains(i.id()));
  }

  @ParameterizedTest(name = "{0} instances, minimumHealth {1}, maximumOver {2}")
  @CsvSource({
    // instances, minimumHealth, maximumOver, fewest serving, most live
    "4, 1, 1, 4, 8",
    "4, 1, 0.5, 4, 6",
    "4, 1, 0.25, 4, 5",
    "4, 0.5, 0, 2, 4",
    "4, 0.5, 0.5, 2, 6",
    "4, 0.75, 0.25, 3, 5",
    "4, 0, 0, 0, 4",
    "3, 0.5, 0, 2, 3",
    // Minimum meets maximum: one more than the maximum, or nothing would ever move.
    "4, 1, 0, 4, 5",
    "1, 1, 0, 1, 2",
    "3, 1, 0.3, 3, 4",
    "1, 0.5, 0.5, 1, 2",
  })
  void a_rollout_keeps_between_its_minimum_and_its_maximum_and_ends(
      int instances, double minimum, double over, int fewest, int most) {
    world.running(version("1", instances, minimum, over));
    var decision = world.submit(version("2", instances, minimum, over));
    rollToEnd(fewest, most);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.current(WEB)).hasSize(instances);
  }

  /** One thing after the other happens until nothing is left, within the bounds all the way. */
  private void rollToEnd(int fewest, int most) {
    for (int round = 0; round < PATIENCE && world.state.deploymentOf(id()).isPresent(); round++) {
      assertThat(world.serving(WEB)).as("serving").isGreaterThanOrEqualTo(fewest);
      assertThat(world.instances(WEB).size()).as("live").isLessThanOrEqualTo(most);
      var starting =
          world.active(WEB).stream()
              .filter(instance -> instance.condition() == Instance.Condition.STARTING)
              .findFirst();
      if (starting.isPresent()) {
        world.started(starting.get().id());
      } else {
        world.bury(WEB);
      }
    }
  }

  private AppId id() {
    return world.app(WEB).id();
  }

  @Test
  void an_old_instance_that_dies_is_replaced_by_a_new_one() {
    world.running(version("1", 2, 1, 0.5));
    world.submit(version("2", 2, 1, 0.5));
    var old = world.instances(WEB).getFirst();
    world.died(old.id(), End.Cause.EXITED);
    assertThat(world.instances(WEB))
        .filteredOn(instance -> !instance.id().equals(old.id()))
        .filteredOn(i -> i.configVersion().equals(world.app(WEB).configVersion()))
        .hasSize(2);
  }

  @Test
  void a_death_of_an_old_instance_does_not_delay_the_new_ones() {
    world.running(version("1", 1, 1, 0));
    world.submit(version("2", 1, 1, 0));
    world.died(world.instances(WEB).getFirst().id(), End.Cause.EXITED);
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
  }

  @Test
  void old_instances_that_do_not_serve_go_at_once() {
    world.submit(version("1", 3, 1, 0));
    var decision = world.force(version("2", 3, 1, 0));
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(3);
  }

  @Test
  void a_rollout_without_room_in_the_quota_goes_one_below_its_minimum() {
    world.quota("shop", Quota.UNLIMITED, Quota.UNLIMITED, 3);
    world.running(version("1", 3, 1, 1));
    var decision = world.submit(version("2", 3, 1, 1));
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(1);
    rollToEnd(2, 3);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void a_rollout_uses_the_room_that_the_quota_leaves() {
    world.quota("shop", Quota.UNLIMITED, Quota.UNLIMITED, 4);
    world.running(version("1", 3, 1, 1));
    var decision = world.submit(version("2", 3, 1, 1));
    assertThat(World.facts(decision, Fact.InstancePlaced.class)).hasSize(1);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).isEmpty();
    rollToEnd(3, 4);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void a_rollout_to_bigger_instances_makes_room_in_the_quota_step_by_step() {
    world.quota("shop", 400, Quota.UNLIMITED, Quota.UNLIMITED);
    world.running(app(WEB).resources(100, 64, 0).instances(4).restartsToResize());
    var decision = world.submit(app(WEB).resources(200, 64, 0).instances(2).restartsToResize());
    rollToEnd(0, 4);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void a_restart_of_an_app_that_unique_spreads_works_on_as_many_agents() {
    var unique = new Constraint("hostname", Constraint.Operator.UNIQUE, "");
    world.running(version("1", 3, 1, 1).constraints(unique));
    assertThat(world.serving(WEB)).isEqualTo(3);
    var decision = world.submit(version("2", 3, 1, 1).constraints(unique));
    rollToEnd(3, 6);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void a_rollout_may_scale_at_the_same_time() {
    world.running(version("1", 5, 1, 1));
    var decision = world.submit(version("2", 2, 1, 1));
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(3);
    rollToEnd(2, 5);
    assertThat(world.deployment(decision).sentence()).isEqualTo("all 2 instances serve");
  }

  @Test
  void cancelling_leaves_old_and_new_instances_as_they_are() {
    world.running(version("1", 2, 1, 1));
    var rollout = World.accepted(world.submit(version("2", 2, 1, 0.5))).deployment();
    world.started(world.current(WEB).getFirst().id());
    world.bury(WEB);
    world.cancel(rollout);
    world.serve(WEB);
    var before = world.active(WEB);
    assertThat(before.stream().map(Instance::configVersion).distinct()).hasSize(2);
    world.pass(Duration.ofHours(1)).tick();
    assertThat(world.active(WEB)).isEqualTo(before);
  }

  @Test
  void after_cancelling_the_number_is_still_kept() {
    world.running(version("1", 2, 1, 1));
    var rollout = World.accepted(world.submit(version("2", 2, 1, 1))).deployment();
    world.cancel(rollout);
    assertThat(world.active(WEB)).hasSize(2).allMatch(Instance::serves);
    world.died(world.active(WEB).getFirst().id(), End.Cause.EXITED);
    assertThat(world.active(WEB)).hasSize(2);
    assertThat(world.current(WEB)).hasSize(1);
  }

  @Test
  void the_next_change_after_cancelling_goes_all_the_way() {
    world.running(version("1", 2, 1, 1));
    world.cancel(World.accepted(world.submit(version("2", 2, 1, 1))).deployment());
    world.bury(WEB);
    var decision = world.submit(version("2", 2, 1, 1));
    rollToEnd(2, 4);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.current(WEB)).hasSize(2);
  }

  @Test
  void a_restart_over_a_lowered_quota_ends_nothing_that_cannot_start_again() {
    world.running(version("1", 4, 0.5, 0));
    world.quota("shop", Quota.UNLIMITED, Quota.UNLIMITED, 2);
    var decision = world.restart(WEB);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).isEmpty();
    assertThat(world.serving(WEB)).isEqualTo(4);
    assertThat(world.app(WEB).waiting()).isInstanceOf(Waiting.ForQuota.class);
  }

  @ParameterizedTest(name = "minimumHealth {0}: {1} end to make room")
  @CsvSource({"1, 0", "0.9, 1"})
  void a_fixed_host_port_is_freed_by_an_old_one_if_the_app_does_not_insist_on_all(
      double minimum, int ended) {
    world.running(version("1", 3, minimum, 0).ports(31_500).requirePorts());
    assertThat(world.serving(WEB)).isEqualTo(3);
    var decision = world.submit(version("2", 3, minimum, 0).ports(31_500).requirePorts());
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(ended);
    if (ended > 0) {
      rollToEnd(2, 4);
      assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    } else {
      assertThat(world.app(WEB).waiting()).isInstanceOf(Waiting.ForRoom.class);
    }
  }

  @Test
  void a_new_one_that_is_asked_whether_it_is_ready_counts_only_then() {
    world.running(version("1", 1, 1, 1).ports(0).readiness());
    world.send(new Event.InstanceReadied(world.now(), world.first(WEB).id()));
    var decision = world.submit(version("2", 1, 1, 1).ports(0).readiness());
    var fresh = world.current(WEB).getFirst().id();
    assertThat(World.facts(world.started(fresh), Fact.InstanceKillDecided.class)).isEmpty();
    var ready = world.send(new Event.InstanceReadied(world.now(), fresh));
    assertThat(World.facts(ready, Fact.InstanceKillDecided.class)).hasSize(1);
    world.bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void one_to_be_replaced_goes_once_another_serves_in_its_place() {
    world.running(app(WEB).instances(2));
    var ill = world.first(WEB);
    world.state.apply(new Fact.InstanceReplaceDecided(ill.id(), "ill", world.now()));
    world.tick();
    assertThat(world.active(WEB)).hasSize(3).anyMatch(it -> it.id().equals(ill.id()));
    world.serve(WEB);
    assertThat(world.instances(WEB))
        .filteredOn(it -> !it.active())
        .singleElement()
        .satisfies(it -> assertThat(it.id()).isEqualTo(ill.id()))
        .satisfies(it -> assertThat(it.remark()).isEqualTo("replaced: ill"));
    world.bury(WEB);
    assertThat(world.tick().facts()).isEmpty();
    assertThat(world.active(WEB)).hasSize(2);
  }
}
