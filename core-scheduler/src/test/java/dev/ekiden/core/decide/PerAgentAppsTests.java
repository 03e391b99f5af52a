package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerAgentAppsTests {
  private static final String LOGS = "/ops/logs";

  private static AppBuilder logs() {
    return app(LOGS).workload(new Workload.PerAgent());
  }

  private static World world() {
    return World.of(agent("n1"), agent("n2").with("disk", "ssd"), agent("n3").with("disk", "ssd"));
  }

  private static List<String> agents(World world) {
    return world.active(LOGS).stream().map(it -> it.agent().value()).sorted().toList();
  }

  private static Decision join(World world, AgentBuilder agent) {
    return world.send(new Event.AgentHello(world.now(), agent.build()));
  }

  @Test
  void it_runs_once_on_each_agent_that_comes() {
    var world = world();
    world.running(logs());
    assertThat(agents(world)).containsExactly("n1", "n2", "n3");
    assertThat(world.app(LOGS).spec().instances()).isEqualTo(3);
    join(world, agent("n4"));
    assertThat(agents(world)).containsExactly("n1", "n2", "n3", "n4");
    world.serve(LOGS);
    assertThat(world.tick().facts()).isEmpty();
  }

  @Test
  void constraints_choose_the_agents_but_not_how_many() {
    var world = world();
    world.running(
        logs()
            .constraints(
                new Constraint("disk", Constraint.Operator.LIKE, "ssd"),
                new Constraint("disk", Constraint.Operator.MAX_PER, "1")));
    assertThat(agents(world)).containsExactly("n2", "n3");
    join(world, agent("n2").with("disk", "hdd"));
    assertThat(agents(world)).containsExactly("n3");
    join(world, agent("n1").with("disk", "ssd"));
    assertThat(agents(world)).containsExactly("n1", "n3");
  }

  @Test
  void a_new_version_takes_the_place_of_the_old_one_on_each() {
    var world = world();
    world.running(logs());
    world.submit(logs().env("A", "1"));
    for (int i = 0; i < 10; i++) {
      world.serve(LOGS).bury(LOGS);
    }
    assertThat(agents(world)).containsExactly("n1", "n2", "n3");
    assertThat(world.current(LOGS)).hasSize(3);
    assertThat(world.state.runningDeployments()).isZero();
  }

  @Test
  void a_silent_agent_changes_nothing_as_long_as_its_instance_is_not_given_up() {
    var world = world();
    world.running(logs().unreachable(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    var silenced = world.silence("n2");
    assertThat(World.facts(silenced, Fact.AppCounted.class)).isEmpty();
    assertThat(World.facts(silenced, Fact.InstancePlaced.class)).isEmpty();
    world.pass(Duration.ofMinutes(6)).tick();
    assertThat(agents(world)).containsExactly("n1", "n3");
    assertThat(world.app(LOGS).spec().instances()).isEqualTo(2);
    world.pass(Duration.ofMinutes(6)).tick();
    assertThat(world.instances(LOGS)).hasSize(2);
    join(world, agent("n2").with("disk", "ssd"));
    assertThat(agents(world)).containsExactly("n1", "n2", "n3");
  }

  /** The agents are counted before the app is looked at, or one would be taken for too many. */
  @Test
  void an_agent_that_returns_with_its_instance_goes_on_with_it() {
    var world = world();
    world.running(logs());
    var lost = world.active(LOGS).get(1);
    var name = lost.agent().value();
    world.silence(name);
    assertThat(world.app(LOGS).spec().instances()).isEqualTo(2);
    var hello =
        world.hello(agent(name).with("disk", "ssd"), new Event.Held(lost.id(), true)).facts();
    assertThat(hello).noneMatch(Fact.InstanceKillDecided.class::isInstance);
    assertThat(hello).noneMatch(Fact.InstancePlaced.class::isInstance);
    assertThat(agents(world)).containsExactly("n1", "n2", "n3");
    assertThat(world.app(LOGS).spec().instances()).isEqualTo(3);
  }

  @Test
  void it_leaves_an_agent_that_is_drained_and_comes_back_with_it() {
    var world = world();
    world.running(logs());
    world.running(app("/x/web").constraint("hostname", Constraint.Operator.CLUSTER, "n1"));
    var n1 = new AgentId("n1");
    world.send(new Event.AgentDrainAsked(world.now(), "olga", n1, Duration.ZERO));
    assertThat(agents(world)).containsExactly("n1", "n2", "n3");
    world.kill("/x/web", false, world.first("/x/web").id());
    world.bury("/x/web");
    assertThat(agents(world)).containsExactly("n2", "n3");
    assertThat(world.bury(LOGS).app(LOGS).spec().instances()).isEqualTo(2);
    assertThat(world.tick().facts()).isEmpty();
    world.send(new Event.AgentActivated(world.now(), "olga", n1));
    assertThat(agents(world)).containsExactly("n1", "n2", "n3");
  }

  @Test
  void where_there_is_no_room_it_waits() {
    var world = World.of(agent("n1"), agent("n2"));
    world.running(app("/x/big").resources(4000, 10, 0));
    world.submit(logs());
    assertThat(world.active(LOGS)).hasSize(1);
    assertThat(world.app(LOGS).waiting()).isInstanceOf(Waiting.ForRoom.class);
  }

  @Test
  void a_quota_may_be_too_small_for_more_agents() {
    var world = World.of(agent("n1"), agent("n2"));
    world.quota("ops", 1000, 1000, 2);
    world.running(logs());
    join(world, agent("n3"));
    assertThat(world.active(LOGS)).hasSize(2);
    assertThat(world.app(LOGS).waiting()).isInstanceOf(Waiting.ForQuota.class);
  }
}
