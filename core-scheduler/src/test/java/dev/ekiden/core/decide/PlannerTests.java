package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.StateDump;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlannerTests {
  private static final String WEB = "/shop/web";
  private final World world = World.of(agent("n1").capacity(1000, 1000, 0), agent("n2"));
  private StateDump before = StateDump.of(world.state);

  private Plan plan(AppBuilder app) {
    var any = new Event.Expectation.Any();
    return plan(new Event.AppSubmitted(world.now(), "alice", app.build(), any, true));
  }

  private Plan plan(Event event) {
    before = StateDump.of(world.state);
    return Planner.plan(world.state, event, Rules.DEFAULT);
  }

  private static Plan.OfApp only(Plan plan) {
    return ((Plan.Changes) plan).apps().getFirst();
  }

  @AfterEach
  void nothing_was_changed() {
    assertThat(StateDump.of(world.state)).isEqualTo(before);
  }

  @Test
  void a_new_app_is_placed_as_it_would_be() {
    var plan = only(plan(app(WEB).instances(3).ports(0)));
    assertThat(plan.kind()).isEqualTo(Deployment.Kind.START);
    assertThat(plan.diff()).isEmpty();
    var foretold = plan.first().spots().stream().map(spot -> spot.agent()).toList();
    world.submit(app(WEB).instances(3).ports(0));
    assertThat(world.instances(WEB)).extracting(instance -> instance.agent()).isEqualTo(foretold);
    before = StateDump.of(world.state);
  }

  @Test
  void a_change_is_told_field_by_field() {
    world.running(app(WEB).env("A", "1").env("B", "2"));
    var plan = only(plan(app(WEB).env("A", "1").env("C", "3").resources(250, 64, 0)));
    assertThat(plan.kind()).isEqualTo(Deployment.Kind.RESTART);
    assertThat(plan.diff())
        .containsExactly(
            new Plan.FieldChange("cpus", "0.1", "0.25"),
            new Plan.FieldChange("env.B", "2", ""),
            new Plan.FieldChange("env.C", "", "3"));
  }

  @Test
  void what_finds_no_place_waits_and_says_what_would_help() {
    var plan = only(plan(app(WEB).instances(2).resources(3000, 64, 0)));
    assertThat(plan.first().spots()).hasSize(1);
    assertThat(plan.first().waiting()).isEqualTo(1);
    assertThat(plan.first().vetoes()).hasSize(1);
    assertThat(plan.first().wouldHelp())
        .extracting(help -> help.sentence())
        .contains("1 of the 2 would fit as they are")
        .anyMatch(sentence -> sentence.startsWith("with 2 CPUs each instead of 3 CPUs"));
  }

  @Test
  void an_echo_changes_nothing_and_starts_nothing() {
    world.running(app(WEB).instances(2));
    var plan = only(plan(app(WEB).instances(2)));
    assertThat(plan.diff()).isEmpty();
    assertThat(plan.first().wanted()).isZero();
  }

  @Test
  void scaling_up_places_the_missing_ones_only() {
    world.running(app(WEB).instances(2));
    var plan = only(plan(app(WEB).instances(5)));
    assertThat(plan.kind()).isEqualTo(Deployment.Kind.SCALE);
    assertThat(plan.diff()).containsExactly(new Plan.FieldChange("instances", "2", "5"));
    assertThat(plan.first().spots()).hasSize(3);
  }

  @Test
  void the_effect_on_the_quota_is_told_and_a_breach_refused() {
    world.quota("shop", 1000, 1000, 3);
    var plan = only(plan(app(WEB).instances(2)));
    assertThat(plan.quota())
        .filteredOn(line -> line.kind() == QuotaLine.Kind.INSTANCES)
        .extracting(QuotaLine::free)
        .containsExactly(3L);
    assertThat(plan(app(WEB).instances(4))).isInstanceOf(Plan.Refused.class);
  }

  @Test
  void who_would_be_ended_for_it_is_named() {
    world.running(app("/lab/batch").instances(5).resources(1000, 100, 0).priority(Priority.BATCH));
    var victim = world.instances("/lab/batch").stream().map(it -> it.id()).toList();
    var plan = only(plan(app(WEB).resources(3500, 100, 0).priority(Priority.PRODUCTION)));
    assertThat(plan.first().waiting()).isEqualTo(1);
    assertThat(plan.first().preempted()).isNotEmpty().isSubsetOf(victim);
  }

  @Test
  void several_apps_are_told_by_their_steps() {
    var any = new Event.Expectation.Any();
    var plan =
        plan(
            new Event.AppsChanged(
                world.now(),
                "alice",
                List.of(
                    new Event.Change.Put(app("/shop/a").dependsOn("/shop/b").build(), any),
                    new Event.Change.Put(app("/shop/b").build(), any)),
                false,
                ""));
    assertThat(((Plan.Changes) plan).apps())
        .extracting(Plan.OfApp::app, Plan.OfApp::step)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(new AppId("/shop/b"), 0),
            org.assertj.core.groups.Tuple.tuple(new AppId("/shop/a"), 1));
  }

  @Test
  void what_goes_starts_nothing() {
    world.running(app(WEB));
    var plan = only(plan(new Event.AppDeleted(world.now(), "alice", new AppId(WEB), false)));
    assertThat(plan.kind()).isEqualTo(Deployment.Kind.STOP);
    assertThat(plan.first().wanted()).isZero();
  }

  @Test
  void what_is_sent_back_as_it_was_read_is_no_change() {
    world.running(app(WEB).ports(0));
    var echo = app(WEB).ports(10_000).build();
    before = StateDump.of(world.state);
    var plan = Planner.foretell(world.state, echo, world.now(), Rules.DEFAULT);
    assertThat(plan.kind()).isEqualTo(Deployment.Kind.SCALE);
    assertThat(plan.diff()).isEmpty();
  }
}
