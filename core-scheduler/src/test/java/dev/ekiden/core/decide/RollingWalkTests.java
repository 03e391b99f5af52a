package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two apps, one depending on the other, to which everything happens that may happen to deployments;
 * the invariants hold after each turn, and once all is quiet they are as was last asked for.
 */
class RollingWalkTests {
  private static final int STEPS = 150;
  private static final int PATIENCE = 200;
  private static final String DB = "/shop/db";
  private static final String WEB = "/shop/web";
  private static final double[] SHARES = {0, 0.3, 0.5, 1};

  private final World world = World.of(agent("n1"), agent("n2"), agent("n3"));
  private final Invariants invariants = new Invariants();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatever_happens_to_a_deployment_it_comes_to_an_end(long seed) {
    var random = new SplittableRandom(seed);
    invariants.check(world.state, world.log);
    for (int step = 0; step < STEPS; step++) {
      check(() -> happen(random));
    }
    check(this::comeToRest);
    assertThat(world.state.runningDeployments()).isZero();
    for (var known : world.state.apps()) {
      var path = known.id().path();
      assertThat(world.instances(path)).hasSize(known.wanted()).allMatch(Instance::ready);
      if (world.state.deployments().stream()
          .filter(deployment -> deployment.actionOn(known.id()).isPresent())
          .reduce((_, last) -> last)
          .filter(last -> last.state() == Deployment.State.SUCCEEDED)
          .isPresent()) {
        assertThat(world.current(path)).hasSize(known.wanted());
      }
    }
  }

  private void check(Runnable action) {
    int before = world.log.size();
    action.run();
    invariants.check(world.state, List.copyOf(world.log.subList(before, world.log.size())));
  }

  private void happen(SplittableRandom random) {
    switch (random.nextInt(12)) {
      case 0 -> ask(random);
      case 1 -> steer(random);
      case 2 -> world.pass(Duration.ofSeconds(random.nextInt(400))).tick();
      case 3 -> one(random).ifPresent(it -> world.died(it.id(), End.Cause.EXITED));
      case 4 -> one(random).ifPresent(it -> world.kill(it.app().path(), false, it.id()));
      case 5, 6 -> world.bury(random.nextBoolean() ? DB : WEB);
      case 7 ->
          world.send(
              new Event.QuotaChanged(
                  world.now(),
                  "admin",
                  new ProjectId("shop"),
                  new Quota(Quota.UNLIMITED, Quota.UNLIMITED, random.nextInt(4, 20))));
      default ->
          one(random)
              .filter(it -> it.condition() == Instance.Condition.STARTING)
              .ifPresent(it -> world.started(it.id()));
    }
  }

  private Optional<Instance> one(SplittableRandom random) {
    var all = world.state.instances();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private void ask(SplittableRandom random) {
    var db = random(DB, random);
    var web = random(WEB, random).dependsOn(DB);
    var changes =
        switch (random.nextInt(5)) {
          case 0 -> List.of(World.put(db), World.put(web));
          case 1 -> List.of(World.put(web));
          case 2 -> List.of(World.put(db));
          case 3 -> List.<Event.Change>of(new Event.Change.Restart(new AppId(DB)));
          default -> List.of(World.gone(WEB), World.put(db));
        };
    world.send(new Event.AppsChanged(world.now(), "al", changes, random.nextBoolean(), ""));
  }

  private static AppBuilder random(String path, SplittableRandom random) {
    return app(path)
        .instances(random.nextInt(6))
        .env("V", "" + random.nextInt(3))
        .upgrade(SHARES[random.nextInt(4)], SHARES[random.nextInt(4)])
        .canary(random.nextInt(3), Duration.ofSeconds(random.nextInt(2) * 30L))
        .healing(random.nextBoolean(), random.nextInt(3))
        .rollout(Duration.ofSeconds(random.nextInt(2) * 300L), random.nextBoolean());
  }

  private void steer(SplittableRandom random) {
    var running = world.state.deployments().stream().filter(Deployment::running).toList();
    if (running.isEmpty()) {
      return;
    }
    var id = running.get(random.nextInt(running.size())).id();
    var at = world.now();
    world.send(
        switch (random.nextInt(5)) {
          case 0 -> new Event.DeploymentPaused(at, "al", id);
          case 1 -> new Event.DeploymentResumed(at, "al", id);
          case 2 -> new Event.CanaryPromoted(at, "al", id);
          case 3 -> new Event.DeploymentReverted(at, "al", id);
          default -> new Event.DeploymentCancelled(at, "al", id);
        });
  }

  /** Nobody asks for anything any more, every instance does what it should, and time passes. */
  private void comeToRest() {
    world.quota("shop", 1_000_000, 1_000_000, 1_000_000);
    for (int round = 0; round < PATIENCE; round++) {
      for (var deployment : List.copyOf(world.state.deployments())) {
        if (deployment.running()) {
          world.send(new Event.DeploymentResumed(world.now(), "al", deployment.id()));
          world.send(new Event.CanaryPromoted(world.now(), "al", deployment.id()));
        }
      }
      world.bury(DB).bury(WEB).serve(DB).serve(WEB).pass(Duration.ofSeconds(5)).tick();
    }
  }
}
