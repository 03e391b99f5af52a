package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** More instances than are placed at once, with a docket that lives on as a leader's does. */
class ManyStartsTests {
  private static final int MANY = 2 * Docket.MOST_STARTS + 1_000;

  private final ClusterState state = new ClusterState();
  private final Docket docket = Docket.everything(state);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private long placed(Event event) {
    now = now.plusSeconds(1);
    return Scheduler.turn(state, docket, event, Rules.DEFAULT).facts().stream()
        .filter(Fact.InstancePlaced.class::isInstance)
        .count();
  }

  private long submit(AppBuilder app) {
    var any = new Event.Expectation.Any();
    return placed(new Event.AppSubmitted(now, "alice", app.build(), any, true));
  }

  private static AppBuilder many(String id) {
    return app(id).instances(MANY).resources(10, 1, 0);
  }

  private void join(long cpuMillis) {
    placed(new Event.AgentHello(now, agent("n1").capacity(cpuMillis, 10_000_000, 0).build()));
  }

  @Test
  void a_wish_for_very_many_is_carried_out_in_steps_from_tick_to_tick() {
    join(100_000_000);
    assertThat(submit(many("/shop/web"))).isEqualTo(Docket.MOST_STARTS);
    assertThat(docket.pressing()).isTrue();
    assertThat(submit(app("/data/db").resources(10, 1, 0))).isZero();
    assertThat(placed(new Event.Tick(now))).isEqualTo(Docket.MOST_STARTS);
    assertThat(docket.pressing()).isTrue();
    assertThat(placed(new Event.Tick(now))).isEqualTo(1_001);
    assertThat(docket.pressing()).isFalse();
    assertThat(placed(new Event.Tick(now))).isZero();
  }

  @Test
  void what_finds_no_room_is_not_pressing() {
    join(10_000);
    assertThat(submit(many("/shop/web"))).isEqualTo(1_000);
    assertThat(docket.pressing()).isFalse();
    assertThat(submit(many("/shop/api"))).isZero();
    assertThat(docket.pressing()).isFalse();
  }
}
