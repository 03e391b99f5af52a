package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTests {
  private static final Instant AT = Instant.parse("2026-01-01T12:34:56.789Z");

  @Test
  void an_instance_id_is_the_flat_path_and_a_time_based_uuid() {
    var id = Ids.instance(new AppId("/shop/web"), AT, 42).value();
    assertThat(id).startsWith("shop_web.instance-");
    var uuid = UUID.fromString(id.substring("shop_web.instance-".length()));
    assertThat(uuid.version()).isEqualTo(1);
    assertThat(uuid.variant()).isEqualTo(2);
    long gregorian = 0x01B21DD213814000L;
    assertThat((uuid.timestamp() - gregorian) / 10_000).isEqualTo(AT.toEpochMilli());
  }

  @Test
  void same_time_and_number_give_the_same_id_and_another_number_another() {
    assertThat(Ids.deployment(AT, 1)).isEqualTo(Ids.deployment(AT, 1));
    assertThat(Ids.deployment(AT, 1)).isNotEqualTo(Ids.deployment(AT, 2));
    assertThat(Ids.deployment(AT, 1)).isNotEqualTo(Ids.deployment(AT, 1 + 10_000));
  }

  @Test
  void no_id_comes_twice_even_where_all_happens_in_one_moment() {
    var world = World.of(agent("n1").capacity(100_000, 100_000, 0), agent("n2"));
    var ids = new ArrayList<String>();
    var any = new Event.Expectation.Any();
    for (int i = 0; i < 100; i++) {
      var spec = app("/shop/a" + i % 7).instances(i % 5).env("I", "" + i).build();
      var event = new Event.AppSubmitted(AT, "alice", spec, any, true);
      for (var fact : Scheduler.turn(world.state, event, Rules.DEFAULT).facts()) {
        switch (fact) {
          case Fact.InstancePlaced placed -> ids.add(placed.id().value());
          case Fact.DeploymentStarted started -> ids.add(started.id().value());
          default -> {}
        }
      }
    }
    assertThat(ids).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    assertThat(ids.stream().map(id -> id.substring(id.length() - 36))).doesNotHaveDuplicates();
  }

  @Test
  void the_same_events_give_the_same_facts() {
    assertThat(oneStory()).isEqualTo(oneStory());
  }

  private static Object oneStory() {
    var world = World.of(agent("n1"), agent("n2"));
    world.running(app("/shop/web").instances(3));
    world.restart("/shop/web");
    world.serve("/shop/web").bury("/shop/web");
    world.silence("n1");
    return world.log;
  }
}
