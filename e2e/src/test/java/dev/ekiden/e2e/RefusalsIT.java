package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who is refused what, and in which words; and Marathon's shapes where nobody is refused. */
@EndToEnd
class RefusalsIT {
  private static final String STAYS = "exec sleep 100000";

  private final Api alice = Api.as("alice");
  private final Api bob = Api.as("bob");
  private final Api admin = Api.as("admin");

  @AfterEach
  void clear() {
    admin.put("/v3/projects/shop/quota", "{}").expect(200);
    Apps.delete("/shop/refused");
    bob.delete("/v2/apps/data/secret");
  }

  private static String app(UnaryOperator<ObjectNode> change) {
    return change.apply(Apps.shell("/shop/refused", STAYS)).toString();
  }

  @Test
  void without_a_good_token_everything_is_401() {
    for (var path :
        List.of("/v2/apps", "/v2/apps/shop/x", "/v2/tasks", "/v2/queue", "/v3/me", "/v3/apps")) {
      assertThat(Api.nobody().get(path).status()).as(path).isEqualTo(401);
      assertThat(Api.with("not.a.token").get(path).status()).as(path).isEqualTo(401);
    }
    var token = Ekiden.token("alice");
    var forged = token.substring(0, token.lastIndexOf('.') + 1) + "c2lnbmVkLWJ5LW1l";
    assertThat(Api.with(forged).get("/v2/apps").status()).isEqualTo(401);
    assertThat(Api.nobody().post("/v2/apps", app(a -> a)).status()).isEqualTo(401);
  }

  @Test
  void what_belongs_to_another_project_does_not_exist() {
    var theirs = Apps.shell("/data/secret", STAYS);
    bob.post("/v2/apps", theirs.toString()).expect(201);
    var task =
        Eventually.get(
            "it runs",
            () -> {
              var app = bob.get("/v3/apps/data/secret").expect(200);
              assertThat(app.get("state").asString()).isEqualTo("RUNNING");
              return app.get("instances").get(0);
            });

    var log = "/v3/instances/" + task.get("id").asString() + "/log?stream=stdout&offset=0";
    for (var path : List.of("/v2/apps/data/secret", "/v3/apps/data/secret", log)) {
      bob.get(path).expect(200);
      assertThat(alice.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(alice.put("/v2/apps/data/secret", "{\"instances\":0}").status()).isEqualTo(404);
    assertThat(alice.delete("/v2/apps/data/secret").status()).isEqualTo(404);
    assertThat(alice.post("/v2/apps", theirs.toString()).status()).isEqualTo(404);
    assertThat(alice.get("/v2/apps").text()).doesNotContain("/data/");
    assertThat(alice.get("/v2/tasks").text()).doesNotContain("/data/");
    assertThat(alice.get("/v3/deployments").text()).doesNotContain("/data/");
    assertThat(bob.get("/v3/apps/data/secret").expect(200).get("state").asString())
        .isEqualTo("RUNNING");
  }

  @Test
  void a_viewer_may_look_but_not_deploy() {
    var vera = Api.as("vera");
    vera.get("/v2/apps").expect(200);
    assertThat(vera.post("/v2/apps", app(a -> a)).status()).isEqualTo(403);
    assertThat(alice.get("/v2/apps/shop/refused").status()).isEqualTo(404);
  }

  @Test
  void over_quota_is_refused_with_the_four_numbers() {
    admin.put("/v3/projects/shop/quota", "{\"memMib\":300}").expect(200);
    Apps.deploy(Apps.shell("/shop/refused", STAYS).put("mem", 200));

    var more = Apps.shell("/shop/more", STAYS).put("mem", 150).toString();
    var answer = alice.post("/v2/apps", more).expect(422);

    var details = answer.get("details").get(0);
    assertThat(details.get("path").asString()).isEqualTo("/mem");
    assertThat(details.get("errors").get(0).asString())
        .contains("limit 300 MiB", "used by other apps 200 MiB", "asked 150 MiB", "free 100 MiB");
    assertThat(alice.get("/v2/apps/shop/more").status()).isEqualTo(404);
  }

  @Test
  void broken_json_is_400_and_wrong_fields_are_422_each_with_its_path() {
    var broken = alice.post("/v2/apps", "{\"id\": \"/shop/refused\", ").expect(400);
    assertThat(broken.get("message").asString()).isNotEmpty();

    var wrong = alice.post("/v2/apps", app(a -> a.put("mem", -5).put("instances", -1)));
    assertThat(wrong.expect(422).get("details").findValuesAsString("path"))
        .contains("/mem", "/instances");
    var ours = alice.post("/v3/plans", "{").expect(400);
    assertThat(ours.get("code").asString()).isEqualTo("bad-json");
  }

  @Test
  void a_duplicate_is_409() {
    Apps.deploy(Apps.shell("/shop/refused", STAYS));

    var answer = alice.post("/v2/apps", app(a -> a)).expect(409);

    assertThat(answer.get("message").asString())
        .isEqualTo("An app with id [/shop/refused] already exists.");
  }

  @Test
  void what_is_too_big_for_every_agent_waits_and_says_why_agent_by_agent() {
    alice.post("/v2/apps", app(a -> a.put("mem", 1_000_000))).expect(201);

    for (var agent : waiting()) {
      assertThat(agent.get("why").asString())
          .matches("needs 1000000 MiB of memory, \\d+ MiB are free");
    }
    assertThat(queued("rejectSummaryLastOffers").get("reason").asString())
        .isEqualTo("InsufficientMemory");
  }

  @Test
  void what_no_agent_meets_waits_and_says_why_agent_by_agent() {
    var nowhere =
        app(
            a -> {
              a.putArray("constraints").addArray().add("rack").add("LIKE").add("r9");
              return a;
            });
    alice.post("/v2/apps", nowhere).expect(201);

    for (var agent : waiting()) {
      var rack = agent.get("agent").asString().replace("agent-", "r");
      assertThat(agent.get("why").asString()).contains("rack", "LIKE", "r9", "it is " + rack);
    }
    assertThat(queued("rejectSummaryLastOffers").get("reason").asString())
        .isEqualTo("UnfulfilledConstraint");
  }

  /** One entry for each agent, none of which fits. */
  private static JsonNode waiting() {
    return Eventually.get(
        "it waits",
        () -> {
          var app = Apps.get("/shop/refused");
          assertThat(app.get("state").asString()).isEqualTo("WAITING");
          assertThat(app.get("sentence").asString()).contains("agent-1", "agent-2");
          var agents = app.get("waiting").get("agents");
          assertThat(agents.findValuesAsString("agent")).containsExactly("agent-1", "agent-2");
          return agents;
        });
  }

  private JsonNode queued(String summary) {
    var queue = alice.get("/v2/queue").expect(200).get("queue");
    assertThat(queue.size()).isEqualTo(1);
    var item = queue.get(0);
    assertThat(item.get("app").get("id").asString()).isEqualTo("/shop/refused");
    assertThat(item.get("count").asInt()).isEqualTo(1);
    assertThat(item.get("delay").has("overdue")).isTrue();
    return item.get("processedOffersSummary").get(summary).get(0);
  }

  @Test
  void lists_have_the_shapes_that_marathons_clients_know() {
    var created = alice.post("/v2/apps", app(a -> a)).expect(201);
    var deployment = created.get("deployments").get(0).get("id").asString();
    assertThat(created.propertyNames())
        .contains("id", "cmd", "cpus", "mem", "instances", "version", "versionInfo", "tasks");
    Apps.succeeded(deployment);

    var app = alice.get("/v2/apps//shop/refused").expect(200).get("app");
    assertThat(app.get("id").asString()).isEqualTo("/shop/refused");
    assertThat(app.propertyNames())
        .contains("tasksRunning", "tasksStaged", "tasksHealthy", "tasksUnhealthy", "deployments")
        .contains("labels", "env", "constraints", "healthChecks", "fetch", "upgradeStrategy")
        .doesNotContain("ekiden");
    var listed = alice.get("/v2/apps?id=refused").expect(200).get("apps");
    assertThat(listed.size()).isEqualTo(1);
    assertThat(listed.get(0).has("tasks")).isFalse();

    var tasks = alice.get("/v2/tasks").expect(200).get("tasks");
    assertThat(tasks.size()).isEqualTo(1);
    assertThat(tasks.get(0).propertyNames())
        .contains("id", "appId", "host", "ports", "slaveId", "state", "stagedAt", "startedAt");
    assertThat(tasks.get(0).get("state").asString()).isEqualTo("TASK_RUNNING");
    assertThat(alice.get("/v2/apps//shop/refused/tasks").expect(200).get("tasks")).hasSize(1);
    assertThat(alice.get("/v2/deployments").expect(200).isArray()).isTrue();
  }

  @Test
  void a_deployment_under_way_is_listed_as_marathon_lists_it() {
    alice.post("/v2/apps", app(a -> a.put("mem", 1_000_000))).expect(201);

    var deployments = alice.get("/v2/deployments").expect(200);

    assertThat(deployments.size()).isEqualTo(1);
    assertThat(deployments.get(0).propertyNames())
        .contains("id", "version", "affectedApps", "steps", "currentActions", "currentStep")
        .contains("totalSteps");
    assertThat(deployments.get(0).get("affectedApps").get(0).asString()).isEqualTo("/shop/refused");
  }
}
