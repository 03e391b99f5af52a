package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Hold;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One agent of 4 cores, filled with batch instances of 1 core each. */
class PreemptingTests {
  private static final AppBuilder BATCH =
      app("/lab/batch").priority(Priority.BATCH).resources(1000, 100, 0).instances(4);

  private static AppBuilder api(int instances) {
    return app("/prod/api")
        .priority(Priority.PRODUCTION)
        .resources(1000, 100, 0)
        .instances(instances);
  }

  private static World full() {
    return World.of(agent("n1")).running(BATCH);
  }

  @Test
  void others_end_and_their_room_is_kept_until_the_app_is_there() {
    var world = full();
    var decision = world.submit(api(2));
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .extracting(Fact.InstanceKillDecided::reason)
        .containsExactly(
            "preempted by /prod/api (production)", "preempted by /prod/api (production)");
    assertThat(world.state.holds())
        .extracting(Hold::app, Hold::resources)
        .containsExactly(tuple(new AppId("/prod/api"), new Resources(2000, 200, 0)));
    assertThat(world.app("/prod/api").waiting()).isInstanceOf(Waiting.ForRoom.class);
    world.bury("/lab/batch");
    assertThat(world.active("/prod/api")).hasSize(2);
    assertThat(world.active("/lab/batch")).hasSize(2);
    assertThat(world.state.holds()).isEmpty();
    assertThat(world.app("/prod/api").waiting()).isEqualTo(new Waiting.None());
    assertThat(world.app("/lab/batch").waiting()).isInstanceOf(Waiting.ForRoom.class);
  }

  @Test
  void each_room_is_used_as_soon_as_it_is_there() {
    var world = full();
    world.submit(api(2));
    var victims =
        world.instances("/lab/batch").stream()
            .filter(it -> !it.active())
            .map(Instance::id)
            .toList();
    world.died(victims.getFirst(), End.Cause.KILLED);
    assertThat(world.active("/prod/api")).hasSize(1);
    assertThat(world.state.holds())
        .extracting(Hold::resources)
        .containsExactly(new Resources(1000, 100, 0));
    assertThat(world.active("/lab/batch")).hasSize(2);
  }

  @Test
  void nobody_is_preempted_twice_for_the_same_need() {
    var world = full();
    world.submit(api(1));
    for (int i = 0; i < 5; i++) {
      assertThat(world.tick().facts()).isEmpty();
    }
    assertThat(world.active("/lab/batch")).hasSize(3);
    // The room is no longer held, yet still on its way.
    world.pass(Duration.ofMinutes(3)).tick();
    assertThat(world.active("/lab/batch")).hasSize(3);
    world.bury("/lab/batch");
    assertThat(world.active("/prod/api")).hasSize(1);
  }

  @Test
  void an_app_that_goes_or_shrinks_gives_the_room_back() {
    var world = full();
    world.submit(api(1));
    world.send(new Event.AppDeleted(world.now(), "alice", new AppId("/prod/api"), true));
    assertThat(world.state.holds()).isEmpty();
    world.bury("/lab/batch");
    assertThat(world.active("/lab/batch")).hasSize(4);
    world.serve("/lab/batch").submit(api(1));
    world.force(api(0));
    assertThat(world.state.holds()).isEmpty();
  }

  @Test
  void an_agent_that_falls_silent_holds_no_room() {
    var world = World.of(agent("n1")).running(BATCH);
    world.submit(api(1));
    world.silence("n1");
    assertThat(world.state.holds()).isEmpty();
  }

  @Test
  void bands_fall_one_after_the_other_and_then_there_is_peace() {
    var world = World.of(agent("n1"), agent("n2"));
    world.running(app("/a/mid").resources(1000, 100, 0).instances(4).upgrade(0, 0));
    world.running(BATCH);
    world.submit(api(4));
    int turns = 0;
    while (turns++ < 50 && (world.serving("/prod/api") < 4 || world.serving("/a/mid") < 4)) {
      for (var id : new String[] {"/lab/batch", "/a/mid", "/prod/api"}) {
        world.bury(id).serve(id);
      }
      world.tick();
    }
    assertThat(world.serving("/prod/api")).isEqualTo(4);
    assertThat(world.serving("/a/mid")).isEqualTo(4);
    assertThat(world.active("/lab/batch")).isEmpty();
    assertThat(world.tick().facts()).isEmpty();
  }

  @Test
  void what_a_quota_forbids_preempts_nobody() {
    var world = full();
    world.submit(api(1));
    world.bury("/lab/batch").serve("/prod/api");
    world.quota("prod", 1000, 1000, 1);
    world.submit(app("/prod/other").priority(Priority.PRODUCTION).resources(0, 1, 0));
    assertThat(world.active("/lab/batch")).hasSize(3);
  }

  @Test
  void an_app_that_pauses_preempts_nobody() {
    var world = full();
    world.submit(api(1).backoff(Duration.ofMinutes(1), 2, Duration.ofMinutes(5)));
    world.bury("/lab/batch").serve("/prod/api");
    world.died(world.first("/prod/api").id(), End.Cause.EXITED);
    // Batch has taken the room.
    assertThat(world.active("/lab/batch")).hasSize(4);
    world.pass(Duration.ofSeconds(61)).tick();
    assertThat(world.active("/lab/batch")).hasSize(3);
  }
}
