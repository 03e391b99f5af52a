package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Apps of the project shop: how they are made, watched and removed, as alice. */
public final class Apps {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Api ALICE = Api.as("alice");

  private Apps() {}

  /** An instance as {@code GET /v3/apps/{id}} shows it. */
  public record Instance(String id, String agent, long pid, String state, String health) {
    private static Instance of(JsonNode node) {
      return new Instance(
          node.get("id").asString(),
          node.get("agent").asString(),
          node.get("pid").asLong(),
          node.get("state").asString(),
          node.get("health").asString());
    }
  }

  /** A definition of an app that runs a shell command. */
  public static ObjectNode shell(String id, String cmd) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("cmd", cmd)
        .put("cpus", 0.1)
        .put("mem", 64)
        .put("instances", 1);
  }

  /** The sample with a port, a route and a check. */
  public static ObjectNode sample(String id, int instances) {
    var artifact = ALICE.post("/v3/artifacts/sample", "").json();
    var suggestion = artifact.get("suggestion");
    var app =
        shell(id, suggestion.get("cmd").asString()).put("mem", 128).put("instances", instances);
    app.putArray("fetch").addObject().put("uri", artifact.get("uri").asString());
    app.putArray("portDefinitions").addObject().put("name", "http").put("port", 0);
    app.putArray("healthChecks")
        .addObject()
        .put("protocol", "HTTP")
        .put("path", "/health")
        .put("portIndex", 0)
        .put("gracePeriodSeconds", 120)
        .put("intervalSeconds", 2)
        .put("timeoutSeconds", 5)
        .put("maxConsecutiveFailures", 5);
    return app;
  }

  /** Accepted, and its deployment has succeeded. */
  public static void deploy(ObjectNode app) {
    var id = app.get("id").asString();
    var created = ALICE.post("/v2/apps", app.toString()).expect(201);
    succeeded(created.get("deployments").get(0).get("id").asString());
    assertThat(instances(id)).hasSize(app.get("instances").asInt());
  }

  /** Waits until the deployment is over, and has succeeded. */
  public static void succeeded(String deployment) {
    var end =
        Eventually.get(
            "deployment " + deployment + " is over",
            () -> {
              var now = ALICE.get("/v3/deployments/" + deployment).expect(200);
              assertThat(now.get("state").asString()).as("%s", now).isNotEqualTo("RUNNING");
              return now;
            });
    assertThat(end.get("state").asString()).as("%s", end).isEqualTo("SUCCEEDED");
  }

  public static JsonNode get(String id) {
    return ALICE.get("/v3/apps" + id).expect(200);
  }

  /** Those that are not over. */
  public static List<Instance> instances(String id) {
    var all = new ArrayList<Instance>();
    get(id).get("instances").forEach(node -> all.add(Instance.of(node)));
    return all;
  }

  /** All that an instance has written to stdout. */
  public static String log(String instance) {
    return ALICE
        .get("/v3/instances/" + instance + "/log?stream=stdout&offset=0&max=65536")
        .expect(200)
        .get("text")
        .asString();
  }

  /** Gone, if it was there; nothing of it runs any more. */
  public static void delete(String id) {
    var answer = ALICE.delete("/v2/apps" + id);
    assertThat(answer.status()).as(answer.text()).isIn(200, 404);
    Eventually.holds(
        id + " is gone",
        () -> {
          assertThat(ALICE.get("/v2/apps" + id).status()).isEqualTo(404);
          assertThat(Containers.of(id)).isEmpty();
        });
  }
}
