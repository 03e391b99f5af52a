package dev.ekiden.core.decide;

import static dev.ekiden.core.decide.World.gone;
import static dev.ekiden.core.decide.World.put;
import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.State;
import dev.ekiden.core.state.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeveralAppsTests {
  private static final String DB = "/shop/db";
  private static final String API = "/shop/api";
  private static final String WEB = "/shop/web";
  private final World world = World.of(agent("n1"), agent("n2"));

  private List<String> steps(Decision decision) {
    return world.deployment(decision).actions().stream()
        .map(action -> action.step() + " " + action.kind() + " " + action.app().path())
        .toList();
  }

  private Decision threeInARow() {
    return world.change(
        put(app(WEB).dependsOn(API)), put(app(API).dependsOn(DB)), put(app(DB)), put(app("/x/y")));
  }

  @Test
  void what_others_depend_on_comes_first() {
    assertThat(steps(threeInARow()))
        .containsExactly(
            "0 START /shop/db", "0 START /x/y", "1 START /shop/api", "2 START /shop/web");
  }

  @Test
  void a_dependency_on_a_group_is_one_on_all_apps_in_it() {
    var decision =
        world.change(put(app("/a/x").dependsOn("/b")), put(app("/b/c/y")), put(app("/b/z")));
    assertThat(steps(decision)).containsExactly("0 START /b/c/y", "0 START /b/z", "1 START /a/x");
  }

  @Test
  void apps_of_a_later_step_wait_until_the_earlier_ones_serve() {
    var decision = threeInARow();
    assertThat(world.active(DB)).hasSize(1);
    assertThat(world.active(API)).isEmpty();
    world.serve(DB);
    assertThat(world.active(API)).isEmpty();
    world.serve("/x/y");
    assertThat(world.active(API)).hasSize(1);
    assertThat(world.active(WEB)).isEmpty();
    world.serve(API);
    world.serve(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.deployment(decision).sentence()).isEqualTo("all 4 apps are as wanted");
  }

  @Test
  void what_goes_stops_first_and_dependants_before_what_they_depend_on() {
    world.running(app(DB));
    world.running(app(API).dependsOn(DB));
    var decision = world.change(gone(DB), gone(API), put(app(WEB)));
    assertThat(steps(decision))
        .containsExactly("0 STOP /shop/api", "1 STOP /shop/db", "2 START /shop/web");
    assertThat(world.serving(DB)).isEqualTo(1);
    assertThat(world.state.app(new AppId(DB))).isPresent();
    world.bury(API);
    assertThat(world.state.app(new AppId(DB))).isEmpty();
    assertThat(world.active(DB)).isEmpty();
    assertThat(world.state.app(new AppId(WEB))).isPresent();
    assertThat(world.active(WEB)).isEmpty();
    world.bury(DB);
    assertThat(world.active(WEB)).hasSize(1);
  }

  @Test
  void what_dies_while_it_is_held_comes_back_as_it_was() {
    world.running(app(DB));
    world.running(app(WEB).dependsOn(DB).instances(2));
    var old = world.app(WEB).configVersion();
    var decision =
        world.change(
            put(app(DB).env("V", "2")), put(app(WEB).dependsOn(DB).instances(3).env("V", "2")));
    world.died(world.first(WEB).id(), End.Cause.KILLED);
    assertThat(world.active(WEB)).hasSize(2).allMatch(i -> i.configVersion().equals(old));
    for (int round = 0; round < 5; round++) {
      world.serve(DB).bury(DB).serve(WEB).bury(WEB);
    }
    assertThat(world.current(WEB)).hasSize(3);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void a_paused_deployment_does_not_go_on_to_its_next_step() {
    var decision = threeInARow();
    world.pause(decision);
    world.serve(DB).serve("/x/y");
    assertThat(world.active(API)).isEmpty();
    world.resume(decision);
    assertThat(world.active(API)).hasSize(1);
  }

  @Test
  void dependencies_must_not_go_in_circles() {
    var decision =
        world.change(put(app("/a/x").dependsOn("/b/y")), put(app("/b/y").dependsOn("/a")));
    assertThat(World.problem(decision))
        .isEqualTo(
            new Problem.Invalid("Dependency graph has cyclic dependencies: /a/x → /b/y → /a/x"));
    world.running(app(DB).dependsOn(API));
    assertThat(World.problem(world.submit(app(API).dependsOn(DB))))
        .isEqualTo(
            new Problem.Invalid(
                "Dependency graph has cyclic dependencies: /shop/api → /shop/db → /shop/api"));
  }

  @Test
  void all_or_nothing() {
    world.running(app(DB));
    long before = world.state.applied();
    var decision = world.change(put(app(WEB)), gone(API));
    assertThat(World.problem(decision)).isEqualTo(new Problem.NotFound("App", API));
    assertThat(World.problem(world.change(put(app(WEB)), gone(WEB))))
        .isInstanceOf(Problem.NotFound.class);
    assertThat(World.problem(world.change(put(app(DB).env("V", "2")), gone(DB))))
        .isInstanceOf(Problem.Invalid.class);
    assertThat(World.problem(world.change())).isInstanceOf(Problem.Invalid.class);
    assertThat(world.state.applied()).isEqualTo(before);
  }

  @Test
  void all_deployments_in_the_way_are_named_and_only_those() {
    var one = World.accepted(world.submit(app(DB))).deployment();
    var other = World.accepted(world.submit(app(API))).deployment();
    var third = world.submit(app(WEB));
    var decision =
        world.change(put(app(DB).instances(2)), put(app(API).instances(2)), put(app(WEB)));
    assertThat(((Problem.Locked) World.problem(decision)).deployments())
        .containsExactlyInAnyOrder(one, other);
    assertThat(world.deployment(third).running()).isTrue();
  }

  @Test
  void by_force_they_are_taken_over() {
    var one = world.submit(app(DB));
    var changes = List.of(put(app(DB).instances(2)), put(app(WEB)));
    var event = new Event.AppsChanged(world.now(), "al", changes, true, "because");
    var decision = world.send(event);
    assertThat(world.deployment(one).state()).isEqualTo(State.CANCELLED);
    assertThat(world.deployment(decision).cause()).isEqualTo("because");
    assertThat(world.deployment(decision).by()).isEqualTo("al");
  }

  @Test
  void a_quota_is_held_against_all_changes_together() {
    world.quota("shop", Quota.UNLIMITED, Quota.UNLIMITED, 4);
    world.running(app(DB).instances(2));
    var decision = world.change(put(app(WEB).instances(2)), put(app(API)));
    assertThat(World.problem(decision))
        .isEqualTo(
            new Problem.OverQuota(
                "shop",
                List.of(new QuotaLine(new GroupId("shop"), QuotaLine.Kind.INSTANCES, 4, 2, 3))));
    assertThat(
            World.accepted(world.change(gone(DB), put(app(WEB).instances(2)), put(app(API))))
                .created())
        .isTrue();
  }

  @Test
  void each_of_them_has_service_ports_of_its_own() {
    world.change(put(app(DB).ports(0, 0)), put(app(WEB).ports(10_001, 0)), put(app(API).ports(0)));
    assertThat(world.app(DB).servicePorts()).containsExactly(10_000, 10_002);
    assertThat(world.app(WEB).servicePorts()).containsExactly(10_001, 10_003);
    assertThat(world.app(API).servicePorts()).containsExactly(10_004);
  }

  @Test
  void what_is_the_same_takes_no_part() {
    world.running(app(DB));
    var decision = world.change(put(app(DB)), put(app(WEB)));
    assertThat(steps(decision)).containsExactly("0 START /shop/web");
  }

  @Test
  void led_back_only_what_it_changed_is_changed_back() {
    world.running(app(DB));
    world.running(app(API));
    var old = world.active(DB);
    var decision = world.change(put(app(DB).env("V", "2")), put(app(WEB)), gone(API));
    assertThat(steps(decision))
        .containsExactly("0 STOP /shop/api", "1 RESTART /shop/db", "1 START /shop/web");
    world.running(app("/x/y"));
    var back = world.revert(decision);
    assertThat(steps(back))
        .containsExactly("0 STOP /shop/web", "1 START /shop/api", "1 RESTART /shop/db");
    assertThat(world.active(DB)).isEqualTo(old);
    world.bury(API);
    world.bury(WEB);
    world.serve(API);
    assertThat(world.deployment(back).state()).isEqualTo(State.SUCCEEDED);
    assertThat(world.state.apps())
        .extracting(app -> app.id().path())
        .containsExactly(API, DB, "/x/y");
  }

  @Test
  void the_first_facts_are_the_deployment_and_then_what_it_changes() {
    var decision = threeInARow();
    assertThat(decision.facts().getFirst()).isInstanceOf(Fact.DeploymentStarted.class);
    assertThat(World.facts(decision, Fact.AppDefined.class)).hasSize(4);
    assertThat(world.deployment(decision).lastStep()).isEqualTo(2);
    assertThat(world.deployment(decision).kind()).isEqualTo(Deployment.Kind.START);
  }
}
