package dev.ekiden.api.applications;

import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.UnreachableSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.supervise.GivingUp;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marathon's Task: a live instance. One that was given up is none once its app's {@code
 * expungeAfterSeconds} are over, though the cluster remembers it for longer.
 */
final class Tasks {
  private Tasks() {}

  /** All that a task's JSON needs of the state, so that it can be written when nobody waits. */
  record Row(Instance instance, String host, List<Integer> servicePorts) {}

  /** {@code {"tasks": […]}} with those that pass the filter, in id order. */
  static ObjectNode all(View view, Predicate<Instance> filter) {
    return json(
        view.read(
            state ->
                state.instances().stream()
                    .filter(filter)
                    .filter(instance -> isTask(state, instance))
                    .map(instance -> row(state, instance))
                    .toList()));
  }

  /** {@code {"tasks": […]}} of one app, in id order. */
  static ObjectNode of(View view, AppId app) {
    return json(view.read(state -> rows(state, app)));
  }

  private static ObjectNode json(List<Row> rows) {
    var node = Json.object();
    var tasks = node.putArray("tasks");
    rows.forEach(row -> tasks.add(task(row)));
    return node;
  }

  static List<Row> rows(ClusterState state, AppId app) {
    return state.instancesOf(app).stream()
        .filter(instance -> isTask(state, instance))
        .map(instance -> row(state, instance))
        .toList();
  }

  static boolean isTask(ClusterState state, Instance instance) {
    return isTask(state, instance, Instant.now());
  }

  static boolean isTask(ClusterState state, Instance instance, Instant at) {
    var spec = state.app(instance.app()).map(app -> app.spec().unreachable());
    return !GivingUp.expunged(instance, spec.orElse(UnreachableSpec.DEFAULT), at);
  }

  private static Row row(ClusterState state, Instance instance) {
    return new Row(
        instance,
        host(state, instance),
        state.app(instance.app()).map(App::servicePorts).orElse(List.of()));
  }

  static ObjectNode task(ClusterState state, Instance instance) {
    return task(row(state, instance));
  }

  static ObjectNode task(Row row) {
    var instance = row.instance();
    var node = Json.object();
    node.put("id", instance.id().task());
    node.put("appId", instance.app().path());
    node.put("host", row.host());
    var ports = node.putArray("ports");
    instance.ports().forEach(ports::add);
    var servicePorts = node.putArray("servicePorts");
    row.servicePorts().forEach(servicePorts::add);
    node.put("slaveId", instance.agent().value());
    node.put("state", word(instance.condition()));
    node.put("stagedAt", Json.time(instance.placedAt()));
    if (instance.pid() != 0) {
      node.put("startedAt", Json.time(instance.startedAt()));
    }
    node.put("version", Json.time(instance.configVersion()));
    var addresses = node.putArray("ipAddresses");
    if (!instance.address().isEmpty()) {
      addresses.addObject().put("ipAddress", instance.address()).put("protocol", "IPv4");
    }
    node.putArray("localVolumes");
    node.put("role", "*");
    if (instance.health() == Instance.Health.HEALTHY
        || instance.health() == Instance.Health.UNHEALTHY) {
      boolean alive = instance.health() == Instance.Health.HEALTHY;
      var result =
          node.putArray("healthCheckResults")
              .addObject()
              .put("alive", alive)
              .put("consecutiveFailures", alive ? 0 : 1)
              .put("instanceId", instance.id().value());
      if (!alive) {
        result.put("lastFailureCause", instance.remark());
      }
    }
    return node;
  }

  /** Name under which the instance is reached; empty if its agent is gone. */
  static String host(ClusterState state, Instance instance) {
    return state.agent(instance.agent()).map(agent -> agent.spec().host()).orElse("");
  }

  private static String word(Instance.Condition condition) {
    return switch (condition) {
      case STARTING -> "TASK_STAGING";
      case RUNNING -> "TASK_RUNNING";
      case KILLING -> "TASK_KILLING";
      case UNREACHABLE, INACTIVE -> "TASK_UNREACHABLE";
    };
  }
}
