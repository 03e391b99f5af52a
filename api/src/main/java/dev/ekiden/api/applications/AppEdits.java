package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.App;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a change request makes of the definition that is there. */
final class AppEdits {
  /** Ours to assign; in a request they are only echoes of an earlier answer. */
  private static final List<String> ASSIGNED =
      List.of(
          "id",
          "version",
          "versionInfo",
          "deployments",
          "tasks",
          "tasksStaged",
          "tasksRunning",
          "tasksHealthy",
          "tasksUnhealthy",
          "lastTaskFailure");

  private AppEdits() {}

  /** Absent fields and null ones keep their value; what is given replaces it whole. */
  static AppSpec merge(App app, ObjectNode change) {
    var merged = AppWriter.writeAll(app.spec(), List.of());
    if (change.hasNonNull("cmd")) {
      merged.remove("args");
    } else if (change.hasNonNull("args")) {
      merged.remove("cmd");
    }
    // The old spelling of a field stands for the new one, unless both are given.
    if (change.hasNonNull("uris") && !change.hasNonNull("fetch")) {
      merged.remove("fetch");
    }
    if (change.hasNonNull("ports") && !change.hasNonNull("portDefinitions")) {
      merged.remove("portDefinitions");
    }
    otherNetwork(merged, change);
    change.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .filter(field -> !ASSIGNED.contains(field.getKey()))
        .forEach(field -> merged.set(field.getKey(), field.getValue()));
    return AppReader.read(merged, Optional.of(app.id()));
  }

  /** What goes with the network before does not go with another one. */
  private static void otherNetwork(ObjectNode merged, ObjectNode change) {
    if (change.hasNonNull("ipAddress")) {
      merged.remove(List.of("networks", "container", "portDefinitions", "requirePorts"));
    }
    if (change.path("networks").path(0).isObject()) {
      boolean host = change.path("networks").path(0).path("mode").asString("").equals("host");
      merged.remove(host ? List.of("container") : List.of("portDefinitions", "requirePorts"));
    }
  }

  /** The definition as given, for a new app or a whole replacement. */
  static AppSpec replace(AppId id, ObjectNode body) {
    return AppReader.read(body, Optional.of(id));
  }

  /** Whether the body asks for an earlier version: {@code {"version": "…"}} and nothing else. */
  static boolean isRollback(ObjectNode body) {
    return body.size() == 1 && body.hasNonNull("version")
        || body.size() == 2 && body.hasNonNull("version") && body.hasNonNull("id");
  }

  static AppSpec rollback(App app, ObjectNode body) {
    var text = body.get("version").asString("");
    var found = version(text).map(app.definitions()::get);
    return found.orElseThrow(
        () ->
            ApiProblem.notFound("App '" + app.id().path() + "' does not exist in version " + text));
  }

  static Optional<Instant> version(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw ApiProblem.invalid(
          List.of(
              new Violation(
                  "/version", "must be a time such as " + Json.time(Instant.EPOCH) + ": " + text)));
    }
  }
}
