package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTests {
  private static final String WEB = "/shop/web";
  private static final long FREE = Quota.UNLIMITED;
  private final World world = World.of(agent("n1"), agent("n2"));

  @Test
  void an_app_under_deployment_is_locked_and_the_blocking_deployment_is_named() {
    var first = World.accepted(world.submit(app(WEB))).deployment();
    var locked = new Problem.Locked(List.of(first));
    assertThat(World.problem(world.submit(app(WEB).instances(2)))).isEqualTo(locked);
    assertThat(World.problem(world.delete(WEB))).isEqualTo(locked);
    assertThat(World.problem(world.restart(WEB))).isEqualTo(locked);
    assertThat(World.problem(world.kill(WEB, true, world.first(WEB).id()))).isEqualTo(locked);
  }

  @Test
  void a_refusal_changes_nothing() {
    world.submit(app(WEB));
    long before = world.state.applied();
    assertThat(world.submit(app(WEB).instances(2)).facts()).isEmpty();
    assertThat(world.state.applied()).isEqualTo(before);
  }

  @Test
  void a_kill_without_scale_needs_no_lock() {
    world.submit(app(WEB));
    var decision = world.kill(WEB, false, world.first(WEB).id());
    assertThat(decision.reply()).isEqualTo(new Decision.Reply.Done());
  }

  @Test
  void other_apps_are_not_locked() {
    world.submit(app(WEB));
    assertThat(World.accepted(world.submit(app("/shop/db"))).created()).isTrue();
  }

  @Test
  void force_cancels_the_running_deployment_and_takes_over() {
    var first = world.submit(app(WEB));
    var second = world.force(app(WEB).instances(2));
    assertThat(world.deployment(first).state()).isEqualTo(Deployment.State.CANCELLED);
    assertThat(world.deployment(first).sentence())
        .isEqualTo("another deployment took over by force");
    assertThat(world.deployment(second).running()).isTrue();
    assertThat(world.state.deploymentOf(world.app(WEB).id()))
        .map(Deployment::id)
        .contains(World.accepted(second).deployment());
  }

  @Test
  void a_cancelled_deployment_lets_go_of_its_lock() {
    var first = world.submit(app(WEB));
    world.cancel(World.accepted(first).deployment());
    assertThat(world.deployment(first).sentence())
        .isEqualTo("cancelled by alice; instances stay as they are");
    assertThat(World.accepted(world.submit(app(WEB).instances(2))).created()).isFalse();
  }

  @Test
  void only_a_running_deployment_can_be_cancelled() {
    var over = World.accepted(world.submit(app(WEB).instances(0))).deployment();
    assertThat(World.problem(world.cancel(over)))
        .isEqualTo(new Problem.NotFound("DeploymentPlan", over.value()));
    assertThat(World.problem(world.cancel(new DeploymentId("no such"))))
        .isEqualTo(new Problem.NotFound("DeploymentPlan", "no such"));
  }

  @Test
  void a_new_app_must_not_exist() {
    var expected = new Event.Expectation.New();
    world.submit(app(WEB).build(), expected, false);
    assertThat(World.problem(world.submit(app(WEB).build(), expected, true)))
        .isEqualTo(new Problem.AppExists(WEB));
  }

  @Test
  void an_unchanged_app_must_exist_in_just_that_version() {
    var spec = app(WEB).instances(0).build();
    var expected = new Event.Expectation.Unchanged(world.now());
    var changed = new Problem.Changed(WEB);
    assertThat(World.problem(world.submit(spec, expected, true))).isEqualTo(changed);
    world.running(app(WEB));
    assertThat(World.problem(world.submit(spec, expected, false))).isEqualTo(changed);
    var seen = new Event.Expectation.Unchanged(world.app(WEB).version());
    assertThat(World.accepted(world.submit(spec, seen, false)).created()).isFalse();
    assertThat(World.problem(world.submit(spec, seen, false))).isEqualTo(changed);
  }

  @Test
  void the_same_again_keeps_the_version_and_ends_at_once() {
    world.running(app(WEB).instances(2));
    var version = world.app(WEB).version();
    var decision = world.submit(app(WEB).instances(2));
    assertThat(decision.facts())
        .hasSize(2)
        .noneMatch(fact -> fact instanceof Fact.AppDefined)
        .noneMatch(fact -> fact instanceof Fact.InstancePlaced);
    assertThat(World.accepted(decision).version()).isEqualTo(version);
    assertThat(world.app(WEB).version()).isEqualTo(version);
    assertThat(world.deployment(decision).sentence()).isEqualTo("all 2 instances serve");
  }

  @Test
  void two_versions_in_one_moment_are_told_apart() {
    var at = world.now();
    var any = new Event.Expectation.Any();
    for (int i = 0; i < 2; i++) {
      var spec = app(WEB).instances(0).env("I", "" + i).build();
      Scheduler.turn(
          world.state, new Event.AppSubmitted(at, "alice", spec, any, true), Rules.DEFAULT);
    }
    assertThat(world.app(WEB).version()).isEqualTo(at.plusMillis(1));
    assertThat(world.app(WEB).definitions()).hasSize(2);
  }

  @Test
  void every_line_over_quota_is_told_with_limit_used_asked_and_free() {
    world.quota("shop", 1000, 200, 10);
    world.running(app("/shop/db").resources(300, 150, 0));
    var problem = World.problem(world.submit(app(WEB).resources(400, 40, 0).instances(2)));
    assertThat(problem)
        .isEqualTo(
            new Problem.OverQuota(
                "shop",
                List.of(
                    new QuotaLine(new GroupId("shop"), QuotaLine.Kind.CPUS, 1000, 300, 800),
                    new QuotaLine(new GroupId("shop"), QuotaLine.Kind.MEMORY, 200, 150, 80))));
    assertThat(((Problem.OverQuota) problem).lines()).extracting(QuotaLine::free).contains(700L);
  }

  @Test
  void the_last_bit_of_a_quota_may_be_used() {
    world.quota("shop", 1000, 1000, 3);
    assertThat(World.accepted(world.submit(app(WEB).instances(3))).created()).isTrue();
    assertThat(World.problem(world.submit(app("/shop/db"))))
        .isEqualTo(
            new Problem.OverQuota(
                "shop",
                List.of(new QuotaLine(new GroupId("shop"), QuotaLine.Kind.INSTANCES, 3, 3, 1))));
  }

  @Test
  void other_projects_do_not_count() {
    world.quota("shop", FREE, FREE, 1);
    world.running(app("/data/a").instances(5));
    assertThat(World.accepted(world.submit(app(WEB))).created()).isTrue();
  }

  @Test
  void an_app_may_shrink_over_a_lowered_quota_but_not_grow() {
    world.running(app(WEB).instances(5));
    world.quota("shop", FREE, FREE, 2);
    assertThat(World.accepted(world.submit(app(WEB).instances(4))).created()).isFalse();
    world.bury(WEB);
    assertThat(World.problem(world.submit(app(WEB).instances(5))))
        .isEqualTo(
            new Problem.OverQuota(
                "shop",
                List.of(new QuotaLine(new GroupId("shop"), QuotaLine.Kind.INSTANCES, 2, 0, 5))));
  }

  @Test
  void a_lowered_quota_kills_nothing() {
    world.running(app(WEB).instances(5));
    assertThat(world.quota("shop", FREE, FREE, 2).facts()).hasSize(1);
    assertThat(world.serving(WEB)).isEqualTo(5);
  }

  @Test
  void the_most_that_an_app_may_ask_for_does_not_slip_through_a_quota_by_overflow() {
    world.quota("shop", 1000, 1000, Quota.UNLIMITED);
    var most = AppSpec.MOST_RESOURCES;
    var greedy =
        app(WEB)
            .resources(most.cpuMillis(), most.memMib(), most.diskMib())
            .instances(AppSpec.MOST_INSTANCES);
    assertThat(World.problem(world.submit(greedy))).isInstanceOf(Problem.OverQuota.class);
  }

  @Test
  void who_sends_back_the_ports_that_were_given_changes_nothing() {
    world.running(app(WEB).ports(0, 0));
    var version = world.app(WEB).version();
    world.submit(app(WEB).ports(10_000, 10_001));
    assertThat(world.app(WEB).version()).isEqualTo(version);
    world.submit(app(WEB).ports(10_000, 10_002));
    assertThat(world.app(WEB).version()).isNotEqualTo(version);
  }

  @Test
  void a_single_instance_app_has_one_at_most_and_stops_before_it_starts() {
    var single = app(WEB).label("MARATHON_SINGLE_INSTANCE_APP", "true");
    assertThat(World.problem(world.submit(single))).isInstanceOf(Problem.Invalid.class);
    assertThat(World.problem(world.submit(single.upgrade(0, 0).instances(2))))
        .isInstanceOf(Problem.Invalid.class);
    assertThat(World.accepted(world.submit(single.instances(1))).created()).isTrue();
  }

  @Test
  void nobody_gets_a_priority_above_what_his_group_may_have() {
    var problem = World.problem(world.submit(app(WEB).priority(Priority.CRITICAL)));
    assertThat(problem)
        .isEqualTo(new Problem.AboveCeiling("shop", Priority.CRITICAL, Priority.PRODUCTION));
  }
}
