package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Deployment.CanaryPhase;
import dev.ekiden.core.state.Deployment.State;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances that get another size without a restart, and when they do not. */
class ResizeTests extends ResizeStage {
  private static boolean endsOrStarts(Fact fact) {
    return fact instanceof Fact.InstancePlaced || fact instanceof Fact.InstanceKillDecided;
  }

  @Test
  void what_grows_is_reserved_first_and_the_same_instance_goes_on() {
    world.running(sized(100, 64));
    var before = world.first(WEB);
    var decision = world.submit(sized(300, 128));
    assertThat(decision.facts()).noneMatch(ResizeTests::endsOrStarts);
    assertThat(World.facts(decision, Fact.InstanceResizeAsked.class))
        .extracting(Fact.InstanceResizeAsked::id, Fact.InstanceResizeAsked::resources)
        .containsExactly(tuple(before.id(), new Resources(300, 128, 0)));
    assertThat(used("n1")).isEqualTo(new Resources(300, 128, 0));
    assertThat(world.first(WEB).configVersion()).isEqualTo(before.configVersion());
    assertThat(world.deployment(decision).state()).isEqualTo(State.RUNNING);

    world.resized(before.id(), 300, 128);
    var after = world.first(WEB);
    assertThat(after.configVersion()).isEqualTo(world.app(WEB).configVersion());
    assertThat(after.resources()).isEqualTo(new Resources(300, 128, 0));
    assertThat(after.resize()).isEqualTo(Resize.NOTHING);
    assertThat(List.of(after.id(), after.pid(), after.startedAt()))
        .isEqualTo(List.of(before.id(), before.pid(), before.startedAt()));
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void what_shrinks_is_free_only_when_its_agent_has_said_so() {
    world.running(sized(3000, 64));
    world.submit(sized(1000, 64));
    assertThat(used("n1")).isEqualTo(new Resources(3000, 64, 0));
    world.submit(app("/shop/other").resources(2000, 64, 0));
    assertThat(world.instances("/shop/other")).isEmpty();
    world.resize(WEB);
    assertThat(world.instances("/shop/other")).hasSize(1);
    assertThat(used("n1")).isEqualTo(new Resources(3000, 128, 0));
  }

  @Test
  void of_what_grows_and_shrinks_the_larger_is_reserved() {
    world.running(sized(300, 64));
    world.submit(sized(100, 128));
    assertThat(used("n1")).isEqualTo(new Resources(300, 128, 0));
    assertThat(world.state.use(new GroupId("shop")).live().resources())
        .isEqualTo(new Resources(300, 128, 0));
    world.resize(WEB);
    assertThat(used("n1")).isEqualTo(new Resources(100, 128, 0));
    assertThat(world.state.use(new GroupId("shop")).live().resources())
        .isEqualTo(new Resources(100, 128, 0));
  }

  @Test
  void without_room_on_its_agent_another_one_takes_its_place() {
    world.running(sized(3000, 64));
    world.hello(agent("n2").capacity(8000, 4096, 0));
    var decision = world.submit(sized(5000, 64));
    assertThat(resizing()).isEmpty();
    assertThat(world.current(WEB)).extracting(Instance::agent).containsExactly(new AgentId("n2"));
    world.serve(WEB).bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(used("n1")).isEqualTo(Resources.NONE);
  }

  @Test
  void as_many_as_there_is_room_for_grow_and_the_others_are_replaced() {
    // 4 cores: two of 1.5 may become one of 2 and one of 1.5, or be replaced.
    world.running(sized(1500, 64).instances(2).healing(true, 9));
    world.hello(agent("n2"));
    var decision = world.submit(sized(2000, 64).instances(2).healing(true, 9));
    assertThat(resizing()).hasSize(2);
    world.submit(app("/shop/other").resources(100, 64, 0));
    world.resize(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);

    var next = world.submit(sized(2400, 64).instances(2).healing(true, 9));
    assertThat(resizing()).isEmpty();
    assertThat(world.current(WEB)).extracting(Instance::agent).containsExactly(new AgentId("n2"));
    world.serve(WEB).bury(WEB);
    // The room that one has left is enough for the other one.
    assertThat(resizing()).hasSize(1);
    world.resize(WEB);
    assertThat(world.deployment(next).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.instances(WEB)).hasSize(2);
  }

  @Test
  void a_quota_without_room_for_more_has_it_replaced() {
    world.quota("shop", 300, Quota.UNLIMITED, Quota.UNLIMITED);
    world.running(sized(100, 64).instances(2));
    world.quota("shop", 250, Quota.UNLIMITED, Quota.UNLIMITED);
    var decision = world.submit(sized(250, 64).instances(1));
    assertThat(World.facts(decision, Fact.InstanceResizeAsked.class)).isEmpty();
    world.bury(WEB);
    // One has gone, and now there is room for the other one to grow.
    assertThat(resizing()).hasSize(1);
    world.resize(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void a_canary_is_the_first_that_gets_another_size() {
    world.running(sized(100, 64).instances(4).canary(1, Duration.ZERO));
    var ids = world.instances(WEB).stream().map(Instance::id).toList();
    var decision = world.submit(sized(200, 64).instances(4).canary(1, Duration.ZERO));
    assertThat(resizing()).hasSize(1);
    world.resize(WEB);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.SERVING);
    assertThat(resizing()).isEmpty();
    assertThat(world.current(WEB)).hasSize(1);
    world.promote(decision);
    while (!resizing().isEmpty()) {
      world.resize(WEB);
    }
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.instances(WEB)).extracting(Instance::id).containsExactlyElementsOf(ids);
  }

  @Test
  void a_fifth_at_a_time_and_the_next_ones_after_the_answers() {
    world.running(sized(100, 64).instances(10));
    world.submit(sized(200, 64).instances(10));
    assertThat(resizing()).hasSize(2);
    var second = resizing().getLast().id();
    world.resized(resizing().getFirst().id(), 200, 64);
    assertThat(resizing()).extracting(Instance::id).containsExactly(second);
    world.resized(second, 200, 64);
    assertThat(resizing()).hasSize(2);
    assertThat(world.current(WEB)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0})
  void no_more_follow_while_one_of_the_new_size_is_ill(double over) {
    world.running(sized(200, 64).instances(3).upgrade(1, over).checked());
    world.submit(sized(100, 64).instances(3).upgrade(1, over).checked());
    var first = resizing().getFirst().id();
    // It falls ill between the answer of its agent and the next look.
    world.only(new Event.InstanceResized(world.now(), first, 100, 64, ""));
    world.checked(first, false);
    assertThat(resizing()).isEmpty();
    world.bury(WEB);
    assertThat(world.current(WEB)).hasSize(1);
    assertThat(resizing()).isEmpty();
    world.serve(WEB);
    assertThat(resizing()).hasSize(1);
  }

  @Test
  void smaller_ones_leave_the_room_that_more_of_them_need() {
    world.running(sized(2000, 64).instances(3));
    assertThat(world.active(WEB)).hasSize(2);
    var decision = world.force(sized(1000, 64).instances(4));
    for (int round = 0; round < 4; round++) {
      world.resize(WEB).serve(WEB);
    }
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.log).noneMatch(Fact.InstanceKillDecided.class::isInstance);
  }

  @Test
  void a_paused_deployment_asks_for_nothing() {
    world.running(sized(100, 64).instances(2));
    var decision = world.submit(sized(200, 64).instances(2));
    world.pause(decision);
    world.resize(WEB);
    assertThat(resizing()).isEmpty();
    assertThat(world.current(WEB)).hasSize(1);
    world.resume(decision);
    assertThat(resizing()).hasSize(1);
  }

  @Test
  void more_instances_of_another_size_start_beside_those_that_change() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    var decision = world.submit(sized(200, 64).instances(3));
    assertThat(resizing()).extracting(Instance::id).containsExactly(id);
    assertThat(world.current(WEB)).hasSize(2);
    world.resize(WEB).serve(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.instances(WEB)).hasSize(3).anyMatch(it -> it.id().equals(id));
  }

  @Test
  void fewer_instances_of_another_size_are_those_that_are_left() {
    world.running(sized(100, 64).instances(3));
    var decision = world.submit(sized(200, 64));
    assertThat(world.active(WEB)).hasSize(1);
    world.bury(WEB).resize(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.log.stream().filter(Fact.InstancePlaced.class::isInstance)).hasSize(3);
  }

  @Test
  void how_far_one_may_go_beyond_its_request_changes_as_it_runs_too() {
    world.running(sized(100, 64));
    var decision = world.submit(sized(100, 64).burstable());
    assertThat(resizing()).hasSize(1);
    assertThat(used("n1")).isEqualTo(new Resources(100, 64, 0));
    world.resize(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.first(WEB).configVersion()).isEqualTo(world.app(WEB).configVersion());
  }

  @Test
  void not_where_the_agent_cannot_let_it_go_beyond() {
    world.hello(agent("n1").cannot(Ability.RESOURCE_LIMITS));
    world.hello(agent("n2"));
    world.running(sized(100, 64).constraint("hostname", Constraint.Operator.LIKE, "n1"));
    var any = sized(100, 64).constraint("hostname", Constraint.Operator.LIKE, "n1");
    world.submit(any.burstable());
    assertThat(resizing()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(KillSelection.class)
  void of_fewer_those_are_left_that_can_change(KillSelection goesFirst) {
    world.hello(agent("n1").cannot(Ability.RESIZE));
    world.hello(agent("n2"));
    world.running(sized(100, 64).instances(4).killSelection(goesFirst));
    world.submit(sized(200, 64).instances(2).killSelection(goesFirst));
    world.bury(WEB);
    assertThat(world.active(WEB))
        .hasSize(2)
        .allMatch(instance -> instance.agent().equals(new AgentId("n2")));
  }

  private void isReplaced(InstanceId id) {
    assertThat(world.log).noneMatch(Fact.InstanceResizeAsked.class::isInstance);
    for (int round = 0; round < 3; round++) {
      world.serve(WEB).bury(WEB);
    }
    assertThat(world.instances(WEB)).hasSize(1).noneMatch(it -> it.id().equals(id));
  }

  @Test
  void an_app_may_ask_for_restarts() {
    world.running(sized(100, 64).restartsToResize());
    var id = world.first(WEB).id();
    world.submit(sized(200, 64).restartsToResize());
    isReplaced(id);
  }

  @Test
  void a_restart_restarts() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.restart(WEB);
    isReplaced(id);
  }

  @Test
  void a_restart_that_is_under_way_is_not_forgotten() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.restart(WEB);
    world.force(sized(200, 64));
    world.bury(WEB);
    assertThat(world.state.instance(id).orElseThrow().resize()).isEqualTo(Resize.NOTHING);
    isReplaced(id);
  }

  @Test
  void a_change_of_more_than_the_size_restarts() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.submit(sized(200, 64).env("V", "2"));
    isReplaced(id);
  }

  @Test
  void an_old_agent_is_not_asked() {
    world.hello(agent("n1").cannot(Ability.RESIZE));
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.submit(sized(200, 64));
    isReplaced(id);
  }

  @Test
  void nothing_grows_on_an_agent_that_is_drained() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.send(new Event.AgentDrainAsked(world.now(), "olga", new AgentId("n1"), Duration.ZERO));
    world.hello(agent("n2"));
    world.submit(sized(200, 64));
    isReplaced(id);
  }
}
