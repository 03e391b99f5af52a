package dev.ekiden.core.share;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static dev.ekiden.core.state.StateBuilder.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.StateBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents have 4 cores; instances in these examples take 2, unless they say otherwise. */
class PreemptionTests {
  private static final AppSpec API =
      app("/prod/api").priority(Priority.PRODUCTION).resources(2000, 100, 0).build();
  private static final AppSpec BATCH = low("/lab/batch", Priority.BATCH).build();
  private static final AppSpec WEB = low("/shop/web", Priority.DEFAULT).upgrade(0, 0).build();

  private static AppBuilder low(String id, Priority band) {
    return app(id).priority(band).resources(2000, 100, 0);
  }

  private static StateBuilder cluster(int agents, AppSpec... apps) {
    var cluster = state();
    for (int i = 1; i <= agents; i++) {
      cluster.agents(agent("n" + i));
    }
    for (var app : apps) {
      cluster.app(app);
    }
    return cluster.app(API);
  }

  private static List<String> victims(StateBuilder cluster) {
    return victims(cluster, API, _ -> true);
  }

  private static List<String> victims(StateBuilder cluster, AppSpec spec, IntPredicate accepts) {
    return find(cluster.build(), spec, accepts, 1)
        .map(room -> room.victims().stream().map(it -> it.id().value()).toList())
        .orElse(List.of());
  }

  private static Optional<Preemption.Room> find(
      ClusterState state, AppSpec spec, IntPredicate accepts, int missing) {
    return Preemption.find(state, spec, accepts, missing, 7);
  }

  /** The instance, running since so many seconds after T0. */
  private static void running(
      StateBuilder cluster, String id, AppSpec spec, String agent, int at, Integer... ports) {
    var version = cluster.build().app(spec.id()).orElseThrow().configVersion();
    var placedAt = T0.plusSeconds(at);
    cluster
        .fact(
            new Fact.InstancePlaced(
                new InstanceId(id),
                spec.id(),
                version,
                new AgentId(agent),
                List.of(ports),
                placedAt))
        .fact(new Fact.InstanceRunning(new InstanceId(id), 1, placedAt));
  }

  @Test
  void the_youngest_of_the_lowest_band_goes() {
    var cluster = cluster(1, BATCH, WEB);
    running(cluster, "old", BATCH, "n1", 1);
    running(cluster, "young", BATCH, "n1", 2);
    assertThat(victims(cluster)).containsExactly("young");
    var mixed = cluster(1, BATCH, WEB);
    running(mixed, "batch", BATCH, "n1", 1);
    running(mixed, "web", WEB, "n1", 2);
    assertThat(victims(mixed)).containsExactly("batch");
  }

  @ParameterizedTest(name = "{0} takes from {1}: {2}")
  @CsvSource({
    "BATCH, BATCH, false",
    "DEFAULT, BATCH, true",
    "DEFAULT, DEFAULT, false",
    "DEFAULT, PRODUCTION, false",
    "PRODUCTION, DEFAULT, true",
    "PRODUCTION, PRODUCTION, false",
    "CRITICAL, PRODUCTION, true",
    "CRITICAL, CRITICAL, false",
    "BATCH, CRITICAL, false",
  })
  void only_strictly_lower_bands_make_room(Priority asking, Priority there, boolean gives) {
    var full = low("/x/full", there).upgrade(0, 0).build();
    var cluster = cluster(1, full);
    running(cluster, "a", full, "n1", 1);
    running(cluster, "b", full, "n1", 2);
    var spec = low("/y/asks", asking).build();
    assertThat(victims(cluster, spec, _ -> true)).hasSize(gives ? 1 : 0);
  }

  @ParameterizedTest(name = "{0} of {1} must serve: {2} victims")
  @CsvSource({"1, 2, 0", "0.51, 2, 0", "0.5, 2, 1", "0, 2, 2"})
  void an_app_keeps_its_minimum(double minimum, int wanted, int victims) {
    var web = low("/shop/web", Priority.DEFAULT).upgrade(minimum, 0).instances(wanted).build();
    var cluster = cluster(1, web);
    running(cluster, "a", web, "n1", 1);
    running(cluster, "b", web, "n1", 2);
    var one = victims(cluster);
    assertThat(one).hasSize(Math.min(victims, 1));
    var both = low("/prod/big", Priority.PRODUCTION).resources(4000, 100, 0).build();
    assertThat(victims(cluster, both, _ -> true)).hasSize(victims == 2 ? 2 : 0);
  }

  @Test
  void what_does_not_serve_yet_and_jobs_have_no_minimum() {
    var web = low("/shop/web", Priority.DEFAULT).instances(2).build();
    var starting = cluster(1, web).instance("a", web, "n1").instance("b", web, "n1");
    assertThat(victims(starting)).hasSize(1);
    var job = low("/shop/job", Priority.DEFAULT).job(0).instances(2).build();
    var cluster = cluster(1, job);
    running(cluster, "a", job, "n1", 1);
    running(cluster, "b", job, "n1", 2);
    assertThat(victims(cluster)).containsExactly("b");
  }

  @Test
  void the_agent_with_the_least_damage_is_chosen() {
    var small = app("/lab/small").priority(Priority.BATCH).resources(1000, 100, 0).build();
    var cluster = cluster(3, BATCH, WEB, small);
    running(cluster, "web1", WEB, "n1", 1);
    running(cluster, "web2", WEB, "n1", 2);
    for (int i = 0; i < 4; i++) {
      running(cluster, "small" + i, small, "n2", i);
    }
    running(cluster, "batch1", BATCH, "n3", 1);
    running(cluster, "batch2", BATCH, "n3", 2);
    assertThat(victims(cluster)).containsExactly("batch2");
    assertThat(victims(cluster, API, slot -> slot != 2)).containsExactly("small3", "small2");
    assertThat(victims(cluster, API, slot -> slot == 0)).containsExactly("web2");
    assertThat(victims(cluster, API, _ -> false)).isEmpty();
  }

  @Test
  void nobody_ends_who_would_not_help() {
    var memory = app("/lab/memory").priority(Priority.BATCH).resources(0, 100, 0).build();
    var tiny = app("/lab/tiny").priority(Priority.BATCH).resources(500, 100, 0).build();
    var cluster = cluster(1, BATCH, memory, tiny);
    running(cluster, "tiny", tiny, "n1", 8);
    running(cluster, "b", BATCH, "n1", 2);
    running(cluster, "memory", memory, "n1", 9);
    // The youngest that helps is taken first, and let go again as the next one is enough.
    assertThat(
            victims(
                cluster,
                low("/prod/x", Priority.PRODUCTION).resources(3500, 1, 0).build(),
                _ -> true))
        .containsExactly("b");
  }

  @Test
  void what_is_ending_already_comes_first() {
    var cluster = cluster(1, BATCH);
    running(cluster, "a", BATCH, "n1", 1);
    running(cluster, "b", BATCH, "n1", 2);
    cluster.fact(new Fact.InstanceKillDecided(new InstanceId("a"), "", T0));
    assertThat(find(cluster.build(), API, _ -> true, 1)).isEmpty();
    var two = cluster(2, BATCH);
    running(two, "a", BATCH, "n1", 1);
    running(two, "b", BATCH, "n1", 2);
    running(two, "c", BATCH, "n2", 1);
    running(two, "d", BATCH, "n2", 2);
    two.fact(new Fact.InstanceKillDecided(new InstanceId("a"), "", T0));
    assertThat(find(two.build(), API, _ -> true, 2).orElseThrow().victims())
        .singleElement()
        .satisfies(victim -> assertThat(victim.id().value()).isEqualTo("d"));
  }

  @Test
  void held_room_is_not_promised_twice() {
    var cluster = cluster(1, BATCH);
    running(cluster, "a", BATCH, "n1", 1);
    running(cluster, "b", BATCH, "n1", 2);
    cluster
        .fact(new Fact.InstanceKillDecided(new InstanceId("b"), "", T0))
        .fact(
            new Fact.RoomHeld(
                new AgentId("n1"), API.id(), new Resources(2000, 100, 0), T0.plusSeconds(60)));
    var other = low("/prod/other", Priority.PRODUCTION).build();
    assertThat(victims(cluster, other, _ -> true)).containsExactly("a");
  }

  @Test
  void a_port_that_is_insisted_on_decides_who_goes() {
    var fixed = app("/prod/lb").priority(Priority.PRODUCTION).resources(1, 1, 0).ports(31_005);
    var port = app("/lab/port").priority(Priority.BATCH).resources(1, 1, 0).ports(0).build();
    var cluster = cluster(1, port);
    running(cluster, "holder", port, "n1", 1, 31_005);
    running(cluster, "other", port, "n1", 2, 31_006);
    assertThat(victims(cluster, fixed.requirePorts().build(), _ -> true)).containsExactly("holder");
    var outside = app("/prod/o").priority(Priority.PRODUCTION).ports(99).requirePorts().build();
    assertThat(victims(cluster, outside, _ -> true)).isEmpty();
  }
}
