package dev.ekiden.api.applications;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import org.junit.jupiter.api.Test;

/** What each API shows of an instance that was given up and is remembered. */
class GivenUpTests {
  private static final String ONE = "i-1";

  private static Cluster silent(AppSpec app) {
    return cluster()
        .agent("agent-1")
        .app(app)
        .running(ONE, app, "agent-1", 31_000)
        .fact(new Fact.AgentLost(new AgentId("agent-1"), T0));
  }

  private static Cluster givenUp(AppSpec app) {
    return silent(app).fact(new Fact.InstanceInactive(new InstanceId(ONE), T0));
  }

  @Test
  void it_is_a_task_for_as_long_as_its_app_says() {
    var strategy = "'unreachableStrategy':{'inactiveAfterSeconds':0,'expungeAfterSeconds':60}";
    var cluster = givenUp(Specs.app("/shop/web", strategy));
    var one = cluster.instance(ONE);
    assertThat(Tasks.isTask(cluster.state(), one, T0.plusMillis(59_999))).isTrue();
    assertThat(Tasks.isTask(cluster.state(), one, T0.plusMillis(60_000))).isFalse();
  }

  @Test
  void by_default_it_is_none_from_the_start_and_not_listed() {
    var app = Specs.app("/shop/web");
    var cluster = givenUp(app);
    assertThat(Tasks.isTask(cluster.state(), cluster.instance(ONE), T0)).isFalse();
    assertThat(Tasks.rows(cluster.state(), app.id())).isEmpty();
  }

  @Test
  void one_that_is_not_given_up_is_a_task_however_long_its_agent_is_silent() {
    var app = Specs.app("/shop/web");
    var cluster = silent(app);
    assertThat(Tasks.rows(cluster.state(), app.id())).hasSize(1);
  }

  @Test
  void v3_shows_it_as_unreachable() {
    var cluster = givenUp(Specs.app("/shop/web"));
    var shown = InstanceJson.live(cluster.state(), cluster.instance(ONE));
    assertThat(shown.get("state").asString()).isEqualTo("UNREACHABLE");
  }
}
