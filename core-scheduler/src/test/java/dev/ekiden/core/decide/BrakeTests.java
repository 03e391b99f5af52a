package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.state.Brake;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many agents that fall silent at once. By default 4 at least and more than a third of all. */
class BrakeTests {
  private static final String WEB = "/shop/web";

  /** So many agents with one instance each. */
  private static World cluster(int agents) {
    var all = IntStream.range(0, agents).mapToObj(i -> agent("n" + (10 + i)));
    var world = World.of(all.toArray(AgentBuilder[]::new));
    return world.running(app(WEB).instances(agents));
  }

  /** All within the same instant. */
  private static Instant silence(World world, int first, int count) {
    var at = world.now();
    for (int i = first; i < first + count; i++) {
      world.silence("n" + (10 + i));
      world.pass(Duration.between(world.now(), at));
    }
    return at;
  }

  private static void hello(World world, Instant at, int... numbers) {
    Arrays.stream(numbers)
        .forEach(
            number -> {
              world.pass(Duration.between(world.now(), at));
              var name = "n" + (10 + number);
              var held =
                  world.instances(WEB).stream()
                      .filter(instance -> instance.agent().value().equals(name))
                      .map(instance -> new Event.Held(instance.id(), true))
                      .toArray(Event.Held[]::new);
              world.hello(agent(name), held);
            });
  }

  private static Decision tick(World world, Instant at) {
    return world.pass(Duration.between(world.now(), at)).tick();
  }

  private static long unreachable(World world) {
    return world.instances(WEB).stream()
        .filter(instance -> instance.condition() == Condition.UNREACHABLE)
        .count();
  }

  @Test
  void few_silent_agents_are_given_up_after_a_look_around() {
    var world = cluster(9);
    var at = silence(world, 0, 3);
    tick(world, at.plusMillis(2999));
    assertThat(unreachable(world)).isEqualTo(3);
    tick(world, at.plusSeconds(3));
    assertThat(unreachable(world)).isZero();
    assertThat(world.active(WEB)).hasSize(9);
    assertThat(world.state.brake()).isEqualTo(new Brake.Off());
  }

  @Test
  void where_many_fall_silent_within_the_look_around_nothing_is_given_up() {
    var world = cluster(9);
    var at = silence(world, 0, 3);
    world.pass(Duration.ofSeconds(2));
    silence(world, 3, 1);
    assertThat(world.state.brake()).isEqualTo(new Brake.On(4, 9, at.plusSeconds(2)));
    tick(world, at.plusSeconds(100));
    assertThat(unreachable(world)).isEqualTo(4);
  }

  @Test
  void four_of_twelve_are_not_more_than_a_third() {
    var world = cluster(12);
    silence(world, 0, 4);
    assertThat(world.state.brake()).isEqualTo(new Brake.Off());
    silence(world, 4, 1);
    assertThat(world.state.brake()).isInstanceOf(Brake.On.class);
  }

  @Test
  void it_is_released_when_nearly_all_are_back_and_the_rest_is_given_up() {
    var world = cluster(9);
    var at = silence(world, 0, 6);
    var back = at.plusSeconds(30);
    hello(world, back, 0, 1);
    assertThat(world.state.brake()).isInstanceOf(Brake.On.class);
    hello(world, back, 2);
    assertThat(world.state.brake()).isEqualTo(new Brake.Off());
    assertThat(world.log).contains(new Fact.BrakeReleased("all agents but 3 are back", back));
    assertThat(world.active(WEB)).hasSize(9);
    assertThat(unreachable(world)).isZero();
  }

  @Test
  void it_is_not_released_while_a_crowd_is_still_on_its_way_back() {
    var world = cluster(30);
    var at = silence(world, 0, 11);
    hello(world, at.plusSeconds(30), 0, 1, 2, 3, 4, 5, 6);
    assertThat(world.state.brake()).isInstanceOf(Brake.On.class);
    hello(world, at.plusSeconds(31), 7);
    assertThat(world.state.brake()).isEqualTo(new Brake.Off());
  }

  @Test
  void when_patience_ends_all_are_given_up_and_it_does_not_engage_for_them_again() {
    var world = cluster(9);
    var at = silence(world, 0, 4);
    tick(world, at.plusSeconds(120).minusMillis(1));
    assertThat(unreachable(world)).isEqualTo(4);
    var decision = tick(world, at.plusSeconds(120));
    assertThat(World.facts(decision, Fact.BrakeReleased.class))
        .extracting(Fact.BrakeReleased::why)
        .containsExactly("4 agents are still silent; time is up");
    assertThat(unreachable(world)).isZero();
    assertThat(world.active(WEB)).hasSize(9);
    silence(world, 4, 1);
    assertThat(world.state.brake()).isEqualTo(new Brake.Off());
  }

  @Test
  void a_second_wave_engages_it_anew() {
    var world = cluster(9);
    var at = silence(world, 0, 4);
    tick(world, at.plusSeconds(60));
    silence(world, 4, 4);
    var again = at.plusSeconds(120);
    tick(world, again);
    assertThat(world.state.brake()).isEqualTo(new Brake.On(4, 9, again));
    assertThat(unreachable(world)).isEqualTo(8);
    tick(world, again.plusSeconds(120));
    assertThat(world.state.brake()).isEqualTo(new Brake.Off());
  }

  @Test
  void agents_that_fell_silent_one_after_the_other_over_hours_are_no_blackout() {
    var world = cluster(9);
    for (int i = 0; i < 8; i++) {
      silence(world, i, 1);
      world.pass(Duration.ofMinutes(3)).tick();
    }
    assertThat(World.T0).isBefore(world.now());
    assertThat(world.log).noneMatch(Fact.BrakeEngaged.class::isInstance);
  }

  @Test
  void what_is_told_to_end_on_a_silent_agent_is_not_forgotten_either_while_it_is_on() {
    var world = cluster(9);
    var at = silence(world, 0, 4);
    var decision = world.delete(WEB);
    assertThat(World.facts(decision, Fact.InstanceEnded.class)).isEmpty();
    assertThat(world.instances(WEB))
        .extracting(instance -> instance.condition())
        .containsOnly(Condition.INACTIVE, Condition.KILLING);
    hello(world, at.plusSeconds(30), 0, 1, 2, 3);
    assertThat(world.instances(WEB)).allMatch(i -> i.condition() == Condition.KILLING);
  }

  @Test
  void a_leader_that_remembers_when_to_look_releases_it_in_time() {
    var world = cluster(9);
    var at = silence(world, 0, 4);
    var docket = Docket.everything(world.state);
    Scheduler.turn(world.state, docket, new Event.Tick(at.plusSeconds(9)), Rules.DEFAULT);
    var due = new Event.Tick(at.plusSeconds(120));
    assertThat(Scheduler.turn(world.state, docket, due, Rules.DEFAULT).facts())
        .hasAtLeastOneElementOfType(Fact.BrakeReleased.class)
        .hasAtLeastOneElementOfType(Fact.InstancePlaced.class);
  }
}
