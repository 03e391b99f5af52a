package dev.ekiden.portal.plan;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** What the form says, before anything is checked; {@code memMib} in MiB. */
record Draft(
    String artifact,
    String project,
    String name,
    String cmd,
    int instances,
    double cpus,
    int memMib,
    boolean routed,
    Check check,
    String path) {

  /** How the app is asked whether it is well. */
  enum Check {
    HTTP("Answers a web request"),
    TCP("Accepts a connection"),
    NONE("Is not checked");

    final String label;

    Check(String label) {
      this.label = label;
    }
  }

  private static final int GRACE_SECONDS = 120;
  private static final int INTERVAL_SECONDS = 5;
  private static final int FAILURES = 3;

  String id() {
    return "/" + project + "/" + name;
  }

  /** The same as an app definition of {@code /v2}. */
  JsonObject definition() {
    var json =
        Json.createObjectBuilder()
            .add("id", id())
            .add("cmd", cmd)
            .add("cpus", cpus)
            .add("mem", memMib)
            .add("instances", instances)
            .add("fetch", Json.createArrayBuilder().add(object("uri", artifact)));
    var ports = Json.createArrayBuilder();
    var checks = Json.createArrayBuilder();
    if (routed) {
      ports.add(object("name", "http").add("port", 0).add("protocol", "tcp"));
      switch (check) {
        case HTTP -> checks.add(check("HTTP").add("path", path));
        case TCP -> checks.add(check("TCP"));
        case NONE -> {}
      }
    }
    return json.add("portDefinitions", ports).add("healthChecks", checks).build();
  }

  private static JsonObjectBuilder check(String protocol) {
    return object("protocol", protocol)
        .add("portIndex", 0)
        .add("gracePeriodSeconds", GRACE_SECONDS)
        .add("intervalSeconds", INTERVAL_SECONDS)
        .add("timeoutSeconds", INTERVAL_SECONDS)
        .add("maxConsecutiveFailures", FAILURES);
  }

  private static JsonObjectBuilder object(String name, String value) {
    return Json.createObjectBuilder().add(name, value);
  }
}
