package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** One app on one agent, for tests of changes of size; the rules are checked after each. */
abstract class ResizeStage {
  static final String WEB = "/shop/web";
  static final Duration MINUTE = Duration.ofMinutes(1);

  final World world = World.of(agent("n1"));
  private final Invariants invariants = new Invariants();

  @AfterEach
  void the_facts_kept_all_rules() {
    invariants.check(world.state, world.log);
  }

  static AppBuilder sized(long cpuMillis, long memMib) {
    return app(WEB).resources(cpuMillis, memMib, 0);
  }

  List<Instance> resizing() {
    return world.instances(WEB).stream().filter(Instance::resizing).toList();
  }

  Resources used(String agent) {
    return world.state.agent(new AgentId(agent)).orElseThrow().used();
  }
}
