package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.Apps;
import dev.ekiden.e2e.Containers;
import dev.ekiden.e2e.Curl;
import dev.ekiden.e2e.Eventually;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Apps that run through all faults: six that only sleep, and two with a page that people visit.
 * Nothing may happen to them that a fault does not explain.
 */
final class Steady {
  static final String SLEEPERS = "/shop/sleepers";
  static final String PAGE = "/shop/page";

  /** The first label of {@link #PAGE}'s host name. */
  static final String PAGE_NAME = "page";

  private static final int SLEEPING = 6;
  private static final int PAGES = 2;

  private Steady() {}

  /** Makes them, unless they are there. */
  static void deploy() {
    if (Masters.ask(Masters.awaitLeader(), "GET", "/v2/apps" + PAGE, "") instanceof Outcome.Done) {
      awaitWhole();
      return;
    }
    Apps.deploy(Apps.shell(SLEEPERS, "exec sleep 100000").put("instances", SLEEPING));
    Apps.deploy(Apps.sample(PAGE, PAGES));
    Curl.eventually("https://page.shop.apps.localhost:7443/");
  }

  /** Processes of each instance, as the kernel tells. */
  static TreeMap<String, List<String>> census() {
    var all = Containers.of(SLEEPERS);
    all.putAll(Containers.of(PAGE));
    return all;
  }

  /** All wanted run and serve, the leader and the kernel agree on which, and agents are there. */
  static void awaitWhole() {
    Eventually.holds(
        "agents are ready and apps are whole",
        () -> {
          var agents = Masters.read("olga", "/v3/agents").get("agents");
          assertThat(agents.findValuesAsString("state")).containsExactly("READY", "READY");
          whole(SLEEPERS, SLEEPING);
          whole(PAGE, PAGES);
        });
  }

  private static void whole(String app, int instances) {
    var known = Masters.read("/v3/apps" + app);
    assertThat(known.get("wanted").asInt()).as(app).isEqualTo(instances);
    assertThat(running(known)).as(app).hasSize(instances);
    assertThat(Containers.of(app).keySet()).as(app).isEqualTo(running(known));
    if (app.equals(PAGE)) {
      assertThat(known.get("healthy").asInt()).isEqualTo(instances);
    }
  }

  private static TreeSet<String> running(JsonNode app) {
    var ids = new TreeSet<String>();
    for (var instance : app.get("instances")) {
      if (instance.get("state").asString().equals("RUNNING")) {
        ids.add(instance.get("id").asString());
      }
    }
    return ids;
  }
}
