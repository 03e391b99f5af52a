package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Deployment.CanaryPhase;
import dev.ekiden.core.state.Deployment.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CanaryTests {
  private static final String WEB = "/shop/web";
  private static final Duration BY_HAND = Duration.ZERO;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final World world = World.of(agent("n1"), agent("n2"));

  private static AppBuilder version(String version, int first, Duration healthyFor) {
    return app(WEB).instances(4).env("VERSION", version).canary(first, healthyFor);
  }

  /** Four old ones, and a new version of which the first one serves. */
  private Decision serving(Duration healthyFor) {
    world.running(version("1", 1, healthyFor));
    var decision = world.submit(version("2", 1, healthyFor));
    world.serve(WEB).bury(WEB);
    return decision;
  }

  @Test
  void only_the_first_ones_are_replaced_until_they_are_good() {
    world.running(version("1", 2, BY_HAND));
    var decision = world.submit(version("2", 2, BY_HAND));
    assertThat(world.current(WEB)).hasSize(2);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.GOING);
    world.serve(WEB).bury(WEB);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.SERVING);
    assertThat(world.active(WEB)).hasSize(4);
    assertThat(world.current(WEB)).hasSize(2);
    assertThat(world.tick().facts()).isEmpty();
  }

  @Test
  void promoted_by_hand_the_rest_follows() {
    var decision = serving(BY_HAND);
    world.pass(Duration.ofDays(3)).tick();
    assertThat(world.deployment(decision).state()).isEqualTo(State.RUNNING);
    world.promote(decision);
    world.serve(WEB).bury(WEB);
    assertThat(world.current(WEB)).hasSize(4);
    assertThat(world.deployment(decision).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void healthy_for_long_enough_the_rest_follows_by_itself() {
    var decision = serving(MINUTE);
    world.pass(Duration.ofSeconds(55)).tick();
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.SERVING);
    world.pass(Duration.ofSeconds(5)).tick();
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.PROMOTED);
    assertThat(world.current(WEB)).hasSize(4);
  }

  @Test
  void a_first_one_that_dies_starts_its_time_anew() {
    var decision = serving(MINUTE);
    world.pass(Duration.ofSeconds(50));
    world.died(world.current(WEB).getFirst().id(), End.Cause.EXITED);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.GOING);
    world.pass(Duration.ofSeconds(2)).tick();
    assertThat(world.current(WEB)).hasSize(1);
    world.serve(WEB);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.SERVING);
    world.pass(Duration.ofSeconds(50)).tick();
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.SERVING);
  }

  @Test
  void an_old_one_that_dies_meanwhile_is_replaced_by_an_old_one() {
    var decision = serving(BY_HAND);
    var before = world.app(WEB).configVersion();
    var old =
        world.active(WEB).stream()
            .filter(instance -> !instance.configVersion().equals(before))
            .findFirst()
            .orElseThrow();
    world.died(old.id(), End.Cause.EXITED);
    assertThat(world.active(WEB)).hasSize(4);
    assertThat(world.current(WEB)).hasSize(1);
    assertThat(world.active(WEB))
        .filteredOn(instance -> instance.configVersion().equals(old.configVersion()))
        .hasSize(3);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.SERVING);
  }

  @Test
  void a_canary_that_never_serves_fails_and_what_was_is_whole_again() {
    world.running(version("1", 1, MINUTE).rollout(MINUTE, true));
    var old = world.active(WEB);
    var decision = world.submit(version("2", 1, MINUTE).rollout(MINUTE, true));
    world.pass(MINUTE).tick();
    world.bury(WEB);
    assertThat(world.deployment(decision).state()).isEqualTo(State.FAILED);
    assertThat(world.active(WEB)).isEqualTo(old);
  }

  @Test
  void a_new_app_has_no_canary() {
    var decision = world.submit(version("1", 1, BY_HAND));
    assertThat(world.active(WEB)).hasSize(4);
    assertThat(world.deployment(decision).canary()).isEqualTo(CanaryPhase.NONE);
    assertThat(World.problem(world.promote(decision))).isInstanceOf(Problem.Impossible.class);
  }
}
