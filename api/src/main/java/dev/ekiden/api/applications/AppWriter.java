package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Ceiling;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.FetchSpec;
import dev.ekiden.core.model.HealthCheck;
import dev.ekiden.core.model.ResourceLimits;
import dev.ekiden.core.model.UnreachableSpec;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes Marathon's app definition; never a field that Marathon does not have. */
public final class AppWriter {
  private static final double MILLIS = 1_000;

  private AppWriter() {}

  /** The definition alone; service ports stand for ports that were left to us. */
  public static ObjectNode write(AppSpec spec, List<Integer> servicePorts) {
    var node = Json.object();
    node.put("id", spec.id().path());
    switch (spec.command()) {
      case Command.Shell(var line) -> node.put("cmd", line);
      case Command.Words(var words) -> {
        var args = node.putArray("args");
        words.forEach(args::add);
      }
    }
    node.put("cpus", spec.resources().cpuMillis() / MILLIS);
    node.put("mem", (double) spec.resources().memMib());
    node.put("disk", (double) spec.resources().diskMib());
    node.put("gpus", 0);
    resourceLimits(spec.limits(), node);
    node.put("instances", spec.instances());
    node.put("executor", "");
    node.set("env", texts(spec.env()));
    node.set("labels", texts(spec.labels()));
    node.set("constraints", constraints(spec.constraints()));
    node.set("fetch", fetch(spec.fetch()));
    node.set("healthChecks", healthChecks(spec.healthChecks()));
    if (!spec.readiness().isEmpty()) {
      node.set("readinessChecks", readiness(spec));
    }
    NetworkWriter.write(spec, servicePorts, node);
    node.put("requirePorts", spec.requirePorts());
    number(node, "backoffSeconds", spec.backoff().initial());
    node.put("backoffFactor", spec.backoff().factor());
    number(node, "maxLaunchDelaySeconds", spec.backoff().max());
    number(node, "taskKillGracePeriodSeconds", spec.killGrace());
    node.put("killSelection", spec.killSelection().name());
    node.putObject("upgradeStrategy")
        .put("minimumHealthCapacity", spec.upgrade().minimumHealth())
        .put("maximumOverCapacity", spec.upgrade().maximumOver());
    switch (spec.unreachable()) {
      case UnreachableSpec.Wait _ -> node.put("unreachableStrategy", "disabled");
      case UnreachableSpec.Replace(var inactiveAfter, var expungeAfter) ->
          node.putObject("unreachableStrategy")
              .put("inactiveAfterSeconds", inactiveAfter.toSeconds())
              .put("expungeAfterSeconds", expungeAfter.toSeconds());
    }
    var dependencies = node.putArray("dependencies");
    spec.dependencies().forEach(id -> dependencies.add(id.path()));
    if (!spec.roles().isEmpty()) {
      var roles = node.putArray("acceptedResourceRoles");
      spec.roles().forEach(roles::add);
    }
    return node;
  }

  /** The definition with what Marathon does not have, in the object {@code ekiden}. */
  static ObjectNode writeAll(AppSpec spec, List<Integer> servicePorts) {
    var node = write(spec, servicePorts);
    node.set("ekiden", PolicyWriter.write(spec.policy()));
    return node;
  }

  private static void number(ObjectNode node, String name, Duration duration) {
    if (duration.toMillis() % 1_000 == 0) {
      node.put(name, duration.toSeconds());
    } else {
      node.put(name, duration.toMillis() / MILLIS);
    }
  }

  static ObjectNode texts(SortedMap<String, String> map) {
    var node = Json.object();
    map.forEach(node::put);
    return node;
  }

  private static ArrayNode constraints(List<Constraint> constraints) {
    var all = Json.array();
    constraints.forEach(constraint -> all.add(constraint(constraint)));
    return all;
  }

  private static void resourceLimits(ResourceLimits limits, ObjectNode node) {
    if (!limits.equals(ResourceLimits.AS_REQUESTED)) {
      var written = node.putObject("resourceLimits");
      ceiling(limits.cpus(), MILLIS, "cpus", written);
      ceiling(limits.mem(), 1, "mem", written);
    }
  }

  private static void ceiling(Ceiling ceiling, double unit, String name, ObjectNode node) {
    switch (ceiling) {
      case Ceiling.Request _ -> {}
      case Ceiling.Fixed(var amount) -> node.put(name, amount / unit);
      case Ceiling.Unlimited _ -> node.put(name, ResourceLimitsReader.UNLIMITED);
    }
  }

  static ArrayNode constraint(Constraint constraint) {
    var words = Json.array().add(constraint.field()).add(constraint.operator().name());
    if (!constraint.value().isEmpty()) {
      words.add(constraint.value());
    }
    return words;
  }

  private static ArrayNode fetch(List<FetchSpec> fetches) {
    var all = Json.array();
    for (var fetch : fetches) {
      var node =
          all.addObject()
              .put("uri", fetch.uri())
              .put("extract", fetch.extract())
              .put("executable", fetch.executable())
              .put("cache", fetch.cache());
      if (!fetch.destPath().isEmpty()) {
        node.put("destPath", fetch.destPath());
      }
    }
    return all;
  }

  private static ArrayNode healthChecks(List<HealthCheck> checks) {
    var all = Json.array();
    for (var check : checks) {
      var node = all.addObject().put("protocol", check.protocol().name());
      if (check.protocol() == HealthCheck.Protocol.COMMAND) {
        node.putObject("command").put("value", check.command());
      } else {
        where(check, node);
      }
      number(node, "gracePeriodSeconds", check.grace());
      number(node, "intervalSeconds", check.interval());
      number(node, "timeoutSeconds", check.timeout());
      node.put("maxConsecutiveFailures", check.maxFailures());
    }
    return all;
  }

  private static ArrayNode readiness(AppSpec spec) {
    var all = Json.array();
    for (var check : spec.readiness()) {
      var node =
          all.addObject()
              .put("name", check.name())
              .put("protocol", check.tls() ? "HTTPS" : "HTTP")
              .put("path", check.path())
              .put("portName", spec.ports().get(check.portIndex()).name())
              .put("intervalSeconds", check.interval().toSeconds())
              .put("timeoutSeconds", check.timeout().toSeconds())
              .put("preserveLastResponse", check.preserveLastResponse());
      var statuses = node.putArray("httpStatusCodesForReady");
      check.readyStatus().forEach(statuses::add);
    }
    return all;
  }

  private static void where(HealthCheck check, ObjectNode node) {
    if (!check.protocol().name().endsWith("TCP")) {
      node.put("path", check.path());
    }
    if (check.port() == 0) {
      node.put("portIndex", check.portIndex());
    } else {
      node.put("port", check.port());
    }
  }
}
