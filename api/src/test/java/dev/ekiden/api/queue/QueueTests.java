package dev.ekiden.api.queue;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Golden;
import dev.ekiden.api.Specs;
import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;

/** Marathon's queue: who waits for room, and who for their delay. */
class QueueTests {
  private static final AppSpec WEB = Specs.app("/shop/web", "'instances':3");
  private static final AgentId ONE = new AgentId("agent-1");
  private static final AgentId TWO = new AgentId("agent-2");

  private static App app(Fact... facts) {
    var cluster = cluster().app(WEB);
    List.of(facts).forEach(cluster::fact);
    return cluster.state().apps().iterator().next();
  }

  private static ArrayNode queue(App app, int live, Instant now) {
    var queue = Json.array();
    QueueResource.add(queue, app, live, now);
    return queue;
  }

  @Test
  void a_body_is_as_its_golden_file() {
    var vetoes =
        List.<Veto>of(
            new Veto.ShortOf(ONE, Veto.Kind.MEMORY, 4_096, 812),
            new Veto.ConstraintFails(TWO, "rack LIKE r1", "r2"),
            new Veto.ShortOf(new AgentId("agent-3"), Veto.Kind.MEMORY, 4_096, 0));
    var app = app(new Fact.AppWaits(WEB.id(), T0, 2, vetoes, Funnel.NONE));
    Golden.assertBody("queue", Json.object().set("queue", queue(app, 1, T0.plusSeconds(9))));
  }

  @Test
  void an_app_that_waits_for_its_delay_is_not_overdue() {
    var app = app(new Fact.AppPaused(WEB.id(), T0.plusSeconds(10), Duration.ofSeconds(10), 2));
    var item = queue(app, 1, T0.plusMillis(2_500)).get(0);
    assertThat(item.get("count").asInt()).isEqualTo(2);
    assertThat(item.get("delay").toString()).isEqualTo("{\"timeLeftSeconds\":7,\"overdue\":false}");
    assertThat(queue(app, 1, T0.plusMillis(9_999)).get(0).at("/delay/timeLeftSeconds").asInt())
        .isEqualTo(1);
    assertThat(queue(app, 1, T0.plusSeconds(10))).isEmpty();
  }

  @Test
  void who_misses_nothing_is_not_in_it() {
    assertThat(queue(app(), 3, T0)).isEmpty();
    var paused = app(new Fact.AppPaused(WEB.id(), T0.plusSeconds(10), Duration.ofSeconds(10), 2));
    assertThat(queue(paused, 3, T0)).isEmpty();
  }
}
