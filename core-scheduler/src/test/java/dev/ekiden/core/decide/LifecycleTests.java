package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTests {
  private static final String WEB = "/shop/web";
  private final World world = World.of(agent("n1"), agent("n2"));

  @Test
  void a_new_app_is_defined_deployed_and_placed_in_one_turn() {
    var decision = world.submit(app(WEB).instances(2));
    assertThat(World.accepted(decision).created()).isTrue();
    assertThat(decision.facts().stream().map(fact -> fact.getClass().getSimpleName()))
        .containsExactly("DeploymentStarted", "AppDefined", "InstancePlaced", "InstancePlaced");
    assertThat(world.instances(WEB))
        .allMatch(instance -> instance.condition() == Instance.Condition.STARTING);
  }

  @Test
  void a_submission_carries_its_own_time_into_versions() {
    var at = world.now();
    var decision = world.submit(app(WEB));
    assertThat(World.accepted(decision).version()).isEqualTo(at);
    assertThat(world.app(WEB).version()).isEqualTo(at);
    assertThat(world.app(WEB).configVersion()).isEqualTo(at);
    assertThat(world.app(WEB).scaledAt()).isEqualTo(at);
  }

  @Test
  void an_app_of_no_instances_is_deployed_at_once() {
    var decision = world.submit(app(WEB).instances(0));
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.instances(WEB)).isEmpty();
  }

  @Test
  void scaling_up_keeps_what_runs() {
    world.running(app(WEB).instances(1));
    var before = world.first(WEB).id();
    world.running(app(WEB).instances(3));
    assertThat(world.serving(WEB)).isEqualTo(3);
    assertThat(world.state.instance(before)).isPresent();
    assertThat(world.app(WEB).configVersion()).isBefore(world.app(WEB).version());
    assertThat(world.app(WEB).scaledAt()).isEqualTo(world.app(WEB).version());
  }

  @Test
  void scaling_down_kills_the_youngest_first() {
    world.running(app(WEB).instances(1));
    var oldest = world.first(WEB).id();
    world.running(app(WEB).instances(3));
    var decision = world.submit(app(WEB).instances(1));
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .hasSize(2)
        .allMatch(kill -> kill.reason().equals("scaled down to 1"));
    assertThat(world.active(WEB)).extracting(Instance::id).containsExactly(oldest);
  }

  @Test
  void scaling_down_kills_the_oldest_first_where_the_app_says_so() {
    world.running(app(WEB).killSelection(KillSelection.OLDEST_FIRST));
    var oldest = world.first(WEB).id();
    world.running(app(WEB).instances(2).killSelection(KillSelection.OLDEST_FIRST));
    world.submit(app(WEB).instances(1).killSelection(KillSelection.OLDEST_FIRST));
    assertThat(world.active(WEB)).extracting(Instance::id).doesNotContain(oldest);
  }

  @Test
  void scaling_down_kills_what_does_not_serve_before_what_serves() {
    world.running(app(WEB));
    var serving = world.first(WEB).id();
    world.submit(app(WEB).instances(2).killSelection(KillSelection.OLDEST_FIRST));
    world.force(app(WEB).instances(1).killSelection(KillSelection.OLDEST_FIRST));
    assertThat(world.active(WEB)).extracting(Instance::id).contains(serving);
  }

  @Test
  void the_room_of_a_killed_instance_is_free_only_once_it_ended() {
    world.running(app(WEB).instances(4));
    world.submit(app(WEB).instances(0));
    assertThat(usedCpu()).isEqualTo(400);
    world.bury(WEB);
    assertThat(usedCpu()).isZero();
  }

  private long usedCpu() {
    return world.state.agents().stream().mapToLong(agent -> agent.used().cpuMillis()).sum();
  }

  @Test
  void a_deleted_app_is_gone_at_once_and_its_deployment_ends_with_its_last_instance() {
    world.running(app(WEB).instances(2));
    var decision = world.delete(WEB);
    assertThat(world.state.app(new AppId(WEB))).isEmpty();
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .hasSize(2)
        .allMatch(kill -> kill.reason().equals("the app was deleted by alice"));
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.RUNNING);
    world.bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.deployment(decision).sentence()).isEqualTo("all instances have ended");
  }

  @Test
  void nothing_is_remembered_of_the_instances_of_a_deleted_app() {
    world.running(app(WEB).instances(2));
    world.delete(WEB);
    world.bury(WEB);
    assertThat(world.state.endedOf(new AppId(WEB))).isEmpty();
  }

  @Test
  void the_latest_ended_instances_of_an_app_are_remembered_newest_first() {
    world.running(app(WEB));
    var first = world.first(WEB).id();
    world.kill(WEB, false, first);
    world.bury(WEB);
    world.serve(WEB);
    var second = world.first(WEB).id();
    world.died(second, End.Cause.OUT_OF_MEMORY);
    assertThat(world.state.endedOf(new AppId(WEB)))
        .extracting(ended -> ended.last().id())
        .containsExactly(second, first);
  }

  @Test
  void what_is_unknown_cannot_be_deleted_restarted_or_killed() {
    var missing = new Problem.NotFound("App", WEB);
    assertThat(World.problem(world.delete(WEB))).isEqualTo(missing);
    assertThat(World.problem(world.restart(WEB))).isEqualTo(missing);
    assertThat(World.problem(world.kill(WEB, true, new InstanceId("i")))).isEqualTo(missing);
  }

  @Test
  void a_killed_instance_is_replaced_at_once_and_without_a_deployment() {
    world.running(app(WEB));
    var victim = world.first(WEB).id();
    var decision = world.kill(WEB, false, victim);
    assertThat(decision.reply()).isEqualTo(new Decision.Reply.Done());
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .extracting(Fact.InstanceKillDecided::reason)
        .containsExactly("killed by alice");
    assertThat(World.facts(decision, Fact.InstancePlaced.class)).hasSize(1);
    assertThat(World.facts(decision, Fact.DeploymentStarted.class)).isEmpty();
  }

  @Test
  void killing_with_scale_lowers_the_number_and_takes_just_those() {
    world.running(app(WEB).instances(3));
    var victim = world.first(WEB).id();
    var decision = world.kill(WEB, true, victim);
    assertThat(world.app(WEB).spec().instances()).isEqualTo(2);
    assertThat(world.active(WEB)).hasSize(2).noneMatch(i -> i.id().equals(victim));
    assertThat(world.deployment(decision).running()).isTrue();
    world.bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
  }

  @Test
  void an_instance_named_twice_counts_once_in_a_kill_with_scale() {
    world.running(app(WEB).instances(3));
    var victim = world.first(WEB).id();
    var decision = world.kill(WEB, true, victim, victim);
    assertThat(world.app(WEB).spec().instances()).isEqualTo(2);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).hasSize(1);
  }

  @Test
  void instances_of_other_apps_and_ended_ones_are_left_out_of_a_kill() {
    world.running(app(WEB));
    world.running(app("/shop/db"));
    var decision = world.kill(WEB, false, world.first("/shop/db").id(), new InstanceId("gone"));
    assertThat(decision.facts()).isEmpty();
  }

  @Test
  void an_unhealthy_instance_is_killed_with_its_cause_once_another_one_serves() {
    world.running(app(WEB).ports(0).checked());
    var sick = world.first(WEB).id();
    var decision = world.checked(sick, false);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class)).isEmpty();
    assertThat(World.facts(decision, Fact.InstancePlaced.class)).hasSize(1);
    world.serve(WEB);
    assertThat(world.state.instance(sick).orElseThrow().condition())
        .isEqualTo(Instance.Condition.KILLING);
    assertThat(world.state.instance(sick).orElseThrow().remark())
        .isEqualTo("replaced: unhealthy: GET /health answered 503");
  }

  @Test
  void an_unhealthy_instance_that_gets_well_in_time_stays() {
    world.running(app(WEB).ports(0).checked());
    var sick = world.first(WEB).id();
    world.checked(sick, false);
    world.checked(sick, true);
    world.serve(WEB);
    assertThat(world.active(WEB)).extracting(Instance::id).containsExactly(sick);
  }

  @Test
  void an_app_deleted_and_made_again_starts_afresh_beside_its_ending_instances() {
    world.running(app(WEB).instances(2));
    world.delete(WEB);
    var decision = world.force(app(WEB).instances(2));
    assertThat(World.accepted(decision).created()).isTrue();
    assertThat(world.instances(WEB)).hasSize(4);
    world.bury(WEB).serve(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(Deployment.State.SUCCEEDED);
    assertThat(world.serving(WEB)).isEqualTo(2);
  }

  @Test
  void ports_that_an_instance_was_not_given_are_noted_once_and_move_nothing() {
    world.running(app(WEB));
    var id = world.first(WEB).id();
    assertThat(listens(id, 8080)).containsExactly(List.of(8080));
    assertThat(listens(id, 8080)).isEmpty();
    assertThat(listens(id, 8080, 80)).containsExactly(List.of(8080, 80));
    assertThat(listens(id, 8080)).isEmpty();
    assertThat(listens(new InstanceId("unknown"), 8080)).isEmpty();
    assertThat(world.first(WEB).unallocated().ports()).containsExactly(8080, 80);
    assertThat(world.serving(WEB)).isEqualTo(1);
    world.send(new Event.InstanceStarted(world.now(), id, 99));
    assertThat(world.first(WEB).unallocated().ports()).containsExactly(8080, 80);
  }

  /** What comes of it: nothing but facts of this kind, and their ports. */
  private List<List<Integer>> listens(InstanceId id, Integer... ports) {
    var seen = new UnallocatedPorts(List.of(ports), false);
    var facts = world.send(new Event.InstanceListened(world.now(), id, seen)).facts();
    return facts.stream()
        .map(Fact.InstanceListened.class::cast)
        .map(fact -> fact.unallocated().ports())
        .toList();
  }
}
