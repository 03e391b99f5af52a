package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Deployment.State;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Another size for running instances while agents, leaders and people go other ways. */
class ResizeFaultTests extends ResizeStage {
  @Test
  void one_that_its_agent_refuses_is_replaced_and_not_asked_again() {
    world.running(sized(100, 128));
    var id = world.first(WEB).id();
    var decision = world.submit(sized(100, 64));
    world.refuses(id, 100, 128);
    assertThat(resizing()).isEmpty();
    assertThat(world.state.instance(id).orElseThrow().resources())
        .isEqualTo(new Resources(100, 128, 0));
    assertThat(world.current(WEB)).hasSize(1);
    world.serve(WEB).bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.instances(WEB)).extracting(Instance::id).doesNotContain(id);
    assertThat(world.log.stream().filter(Fact.InstanceResizeAsked.class::isInstance)).hasSize(1);
  }

  @Test
  void a_refusal_counts_for_that_version_only() {
    world.running(sized(100, 128));
    var id = world.first(WEB).id();
    var refused = world.submit(sized(100, 64));
    world.refuses(id, 100, 128);
    world.revert(refused);
    world.bury(WEB);
    assertThat(world.active(WEB)).extracting(Instance::id).containsExactly(id);
    world.submit(sized(100, 256));
    assertThat(resizing()).extracting(Instance::id).containsExactly(id);
  }

  @Test
  void an_answer_that_comes_twice_or_to_another_order_changes_nothing() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.submit(sized(200, 64));
    assertThat(world.resized(id, 100, 64).facts()).isEmpty();
    world.resized(id, 200, 64);
    assertThat(world.resized(id, 200, 64).facts()).isEmpty();
    assertThat(world.refuses(id, 200, 64).facts()).isEmpty();
    world.submit(sized(300, 64));
    assertThat(world.resized(id, 200, 64).facts()).isEmpty();
    assertThat(resizing()).hasSize(1);
  }

  @Test
  void a_new_leader_waits_for_the_same_answer() {
    world.running(sized(100, 64));
    world.submit(sized(200, 64));
    var docket = Docket.everything(world.state);
    var turn = Scheduler.turn(world.state, docket, new Event.Tick(world.now()), Rules.DEFAULT);
    assertThat(turn.facts()).isEmpty();
    world.resize(WEB);
    assertThat(world.state.runningDeployments()).isZero();
  }

  @Test
  void with_its_agent_lost_another_one_takes_its_place() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.hello(agent("n2"));
    var decision = world.submit(sized(200, 64));
    world.silence("n1");
    assertThat(world.current(WEB)).extracting(Instance::agent).containsExactly(new AgentId("n2"));
    world.serve(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    // Whichever size it has: that much is taken there, until it is told to end.
    assertThat(used("n1")).isEqualTo(new Resources(200, 64, 0));
    var back = world.hello(agent("n1"), new Event.Held(id, true));
    assertThat(World.facts(back, Fact.InstanceKillDecided.class)).hasSize(1);
    world.bury(WEB);
    assertThat(used("n1")).isEqualTo(Resources.NONE);
  }

  @Test
  void an_agent_that_is_back_in_time_goes_on_with_it() {
    world.running(sized(100, 64).unreachable(MINUTE, MINUTE));
    var id = world.first(WEB).id();
    var decision = world.submit(sized(200, 64).unreachable(MINUTE, MINUTE));
    // Else the rollout does not wait for it.
    world.pause(decision);
    world.silence("n1");
    assertThat(world.resized(id, 200, 64).facts()).isEmpty();
    world.hello(agent("n1"), new Event.Held(id, true));
    assertThat(resizing()).hasSize(1);
    world.resize(WEB);
    world.resume(decision);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.first(WEB).id()).isEqualTo(id);
  }

  @Test
  void a_way_back_waits_for_the_answer_and_then_leads_back_the_same_way() {
    world.running(sized(100, 64));
    var before = world.first(WEB);
    var decision = world.submit(sized(200, 64));
    var back = world.revert(decision);
    assertThat(world.deployment(decision).state()).isEqualTo(State.CANCELLED);
    assertThat(world.tick().facts()).isEmpty();
    assertThat(world.deployment(back).state()).isEqualTo(State.RUNNING);
    world.resized(before.id(), 200, 64);
    assertThat(world.deployment(back).state()).isEqualTo(State.RUNNING);
    assertThat(resizing()).hasSize(1);
    world.resized(before.id(), 100, 64);
    assertThat(world.deployment(back).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.first(WEB).configVersion()).isEqualTo(before.configVersion());
    assertThat(world.first(WEB).resources()).isEqualTo(before.resources());
    assertThat(world.first(WEB).id()).isEqualTo(before.id());
  }

  @Test
  void a_way_back_ends_when_the_agent_refuses_what_is_no_longer_wanted() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    var back = world.revert(world.submit(sized(200, 64)));
    world.refuses(id, 100, 64);
    assertThat(world.deployment(back).state()).isEqualTo(State.SUCCEEDED);
    assertThat(used("n1")).isEqualTo(new Resources(100, 64, 0));
  }

  /** Its agent may have done what is wanted no more; nobody would notice later. */
  @Test
  void what_was_led_back_while_its_agent_was_silent_does_not_return() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.hello(agent("n2"));
    var decision = world.submit(sized(200, 64));
    world.pause(decision);
    world.silence("n1");
    world.tick();
    assertThat(world.state.instance(id).orElseThrow().condition())
        .isEqualTo(Instance.Condition.INACTIVE);
    var back = world.revert(decision);
    world.serve(WEB);
    for (var instance : world.instances(WEB)) {
      if (instance.condition() == Instance.Condition.KILLING) {
        world.died(instance.id(), End.Cause.KILLED);
      }
    }
    assertThat(world.deployment(back).state()).isEqualTo(State.SUCCEEDED);
    var returned = world.hello(agent("n1"), new Event.Held(id, true));
    assertThat(World.facts(returned, Fact.InstanceKillDecided.class))
        .extracting(Fact.InstanceKillDecided::id)
        .containsExactly(id);
  }

  @Test
  void a_cancelled_deployment_leaves_what_was_asked_to_be_answered() {
    world.running(sized(100, 64));
    var decision = world.submit(sized(200, 64));
    world.cancel(World.accepted(decision).deployment());
    world.resize(WEB);
    assertThat(world.first(WEB).configVersion()).isEqualTo(world.app(WEB).configVersion());
    assertThat(world.tick().facts()).isEmpty();
  }

  @Test
  void the_next_size_is_asked_for_after_the_answer() {
    world.running(sized(100, 64));
    var id = world.first(WEB).id();
    world.submit(sized(200, 64));
    var decision = world.force(sized(300, 64));
    assertThat(decision.facts()).noneMatch(Fact.InstanceResizeAsked.class::isInstance);
    assertThat(used("n1")).isEqualTo(new Resources(200, 64, 0));
    world.resized(id, 200, 64);
    assertThat(used("n1")).isEqualTo(new Resources(300, 64, 0));
    world.resized(id, 300, 64);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.first(WEB).id()).isEqualTo(id);
  }

  @Test
  void an_agent_that_does_not_answer_is_given_up_after_a_while() {
    world.running(sized(200, 64));
    var id = world.first(WEB).id();
    world.submit(sized(100, 64));
    world.pass(Rules.DEFAULT.startTimeout().minusSeconds(2)).tick();
    assertThat(resizing()).hasSize(1);
    world.pass(Duration.ofSeconds(2)).tick();
    assertThat(resizing()).isEmpty();
    assertThat(world.state.instance(id).orElseThrow().goal()).isEqualTo(Instance.Goal.REPLACE);
    assertThat(world.state.instance(id).orElseThrow().resources().cpuMillis()).isEqualTo(200);
    world.serve(WEB).bury(WEB);
    assertThat(world.instances(WEB)).hasSize(1).noneMatch(it -> it.id().equals(id));
    assertThat(world.state.runningDeployments()).isZero();
  }

  @Test
  void what_is_asked_for_is_a_definition_that_is_kept() {
    world.running(sized(100, 64));
    world.submit(sized(200, 64));
    var asked = world.app(WEB).configVersion();
    for (int i = 0; i < 40; i++) {
      world.force(sized(100, 64).env("V", "" + i));
    }
    assertThat(resizing()).hasSize(1);
    assertThat(world.app(WEB).definitions()).containsKey(asked);
  }
}
