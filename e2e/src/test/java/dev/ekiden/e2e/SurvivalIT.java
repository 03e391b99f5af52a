package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Any process may be killed: what runs goes on, nothing runs twice, and users notice nothing. */
@EndToEnd
class SurvivalIT {
  private static final String ONE = "/shop/one";
  private static final String TWO = "/shop/two";
  private static final int ENOUGH = 25;

  @BeforeEach
  void deploy() {
    Ekiden.up().orFail();
    Apps.deploy(Apps.sample(ONE, 2));
    Apps.deploy(Apps.sample(TWO, 1));
    Curl.eventually("https://one.shop.apps.localhost:7443/");
    Curl.eventually("https://two.shop.apps.localhost:7443/");
  }

  @AfterEach
  void clear() {
    Ekiden.up().orFail();
    List.of(ONE, TWO, "/shop/after").forEach(Apps::delete);
  }

  @Test
  void nothing_happens_to_instances_and_visitors_when_the_master_is_killed() throws Exception {
    nothingHappensWhile(
        () -> {
          Ekiden.kill(Ekiden.pid("master-1"));
          assertThat(Ekiden.status().get("master-1").health()).isEqualTo("down");
          Ekiden.up().orFail();
        });
  }

  @Test
  void nothing_happens_to_instances_and_visitors_when_an_agent_is_killed() throws Exception {
    nothingHappensWhile(
        () -> {
          Ekiden.kill(Ekiden.pid("agent-1"));
          assertThat(Ekiden.status().get("agent-1").health()).isEqualTo("down");
          Ekiden.restart("agent-1");
        });
  }

  @Test
  void nothing_happens_to_instances_and_visitors_when_the_router_is_killed() throws Exception {
    nothingHappensWhile(
        () -> {
          Ekiden.kill(Ekiden.pid("router"));
          assertThat(Ekiden.status().get("router").health()).isEqualTo("down");
          Ekiden.restart("router");
        });
  }

  /** And afterwards all parts work together again: a new app gets its route. */
  private static void nothingHappensWhile(Eventually.Assertion trouble) throws Exception {
    var one = Apps.instances(ONE);
    var two = Apps.instances(TWO);
    var containers = Containers.all();
    var haproxy = haproxy();
    try (var visitorOfOne = Visitor.of("one");
        var visitorOfTwo = Visitor.of("two")) {
      trouble.check();

      Eventually.holds("agents are back", SurvivalIT::agentsAreReady);
      Eventually.holds(
          "the apps are as they were",
          () -> {
            assertThat(Apps.instances(ONE)).containsExactlyInAnyOrderElementsOf(one);
            assertThat(Apps.instances(TWO)).containsExactlyInAnyOrderElementsOf(two);
          });
      Apps.deploy(Apps.sample("/shop/after", 1));
      Curl.eventually("https://after.shop.apps.localhost:7443/");
      Apps.delete("/shop/after");
      assertThat(Containers.all()).isEqualTo(containers);
      assertThat(haproxy()).isEqualTo(haproxy);
      assertThat(Apps.get(ONE).get("ended").size()).isZero();
      assertThat(Apps.get(TWO).get("ended").size()).isZero();
      for (var visitor : List.of(visitorOfOne, visitorOfTwo)) {
        Eventually.holds(
            "it asked often", () -> assertThat(visitor.answers()).isGreaterThan(ENOUGH));
        assertThat(visitor.failures()).isEmpty();
      }
    }
  }

  @Test
  void an_instance_that_is_killed_comes_back_as_a_new_one() {
    var old = Apps.instances(TWO).getFirst();

    Ekiden.kill(old.pid());

    var fresh =
        Eventually.get(
            "a new instance is healthy",
            () -> {
              var now = Apps.instances(TWO);
              assertThat(now).hasSize(1);
              assertThat(now.getFirst().health()).isEqualTo("HEALTHY");
              assertThat(now.getFirst().id()).isNotEqualTo(old.id());
              return now.getFirst();
            });
    assertThat(Containers.of(TWO).keySet()).containsExactly(fresh.id());
    var ended = Apps.get(TWO).get("ended").get(0);
    assertThat(ended.get("id").asString()).isEqualTo(old.id());
    assertThat(ended.get("end").get("cause").asString()).isEqualTo("SIGNALED");
    Curl.eventually("https://two.shop.apps.localhost:7443/");
  }

  @Test
  void instances_of_a_silent_agent_are_replaced_and_none_runs_twice_when_it_is_back() {
    var agent = Apps.instances(TWO).getFirst().agent();
    var givenUp = Containers.of(TWO).keySet();

    Ekiden.kill(Ekiden.pid(agent));

    Eventually.holds("both apps are whole on the other agent", () -> wholeWithout(agent));
    assertThat(Containers.of(TWO).keySet()).containsAll(givenUp).hasSize(2);
    Curl.eventually("https://two.shop.apps.localhost:7443/");

    Ekiden.restart(agent);

    Eventually.holds(
        "only what is wanted runs",
        () -> {
          assertThat(Containers.of(ONE).keySet()).isEqualTo(ids(ONE)).hasSize(2);
          assertThat(Containers.of(TWO).keySet()).isEqualTo(ids(TWO)).hasSize(1);
        });
    agentsAreReady();
  }

  private static void wholeWithout(String agent) {
    for (var app : List.of(ONE, TWO)) {
      assertThat(Apps.get(app).get("healthy").asInt())
          .isEqualTo(Apps.get(app).get("wanted").asInt());
      assertThat(Apps.get(app).get("instances"))
          .filteredOn(instance -> !instance.get("state").asString().equals("UNREACHABLE"))
          .allSatisfy(instance -> assertThat(instance.get("agent").asString()).isNotEqualTo(agent));
    }
  }

  private static Set<String> ids(String app) {
    return Apps.instances(app).stream().map(Apps.Instance::id).collect(Collectors.toSet());
  }

  private static void agentsAreReady() {
    var agents = Api.as("olga").get("/v3/agents").expect(200).get("agents");
    assertThat(agents.findValuesAsString("state")).containsExactly("READY", "READY");
  }

  private static String haproxy() {
    try {
      return Files.readString(Ekiden.DATA.resolve("router/haproxy.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
