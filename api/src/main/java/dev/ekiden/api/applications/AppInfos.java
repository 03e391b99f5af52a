package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Instance;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's AppInfo: a definition with counts, deployments and, where asked, tasks. */
final class AppInfos {
  private AppInfos() {}

  /** What goes beyond definition, counts and deployments. */
  record Embed(boolean tasks, boolean lastTaskFailure, boolean ekiden) {
    /** All that Marathon's clients know. */
    static final Embed EVERYTHING = new Embed(true, true, false);

    Embed withEkiden(boolean too) {
      return new Embed(tasks, lastTaskFailure, too);
    }
  }

  static ObjectNode info(ClusterState state, App app, Embed embed) {
    var node =
        embed.ekiden()
            ? AppWriter.writeAll(app.spec(), app.servicePorts())
            : AppWriter.write(app.spec(), app.servicePorts());
    node.put("version", Json.time(app.version()));
    node.putObject("versionInfo")
        .put("lastScalingAt", Json.time(app.scaledAt()))
        .put("lastConfigChangeAt", Json.time(app.configVersion()));
    counts(state, app, node);
    var deployments = node.putArray("deployments");
    state
        .deploymentOf(app.id())
        .ifPresent(deployment -> deployments.addObject().put("id", deployment.id().value()));
    if (embed.tasks()) {
      var tasks = node.putArray("tasks");
      state.instancesOf(app.id()).forEach(instance -> tasks.add(Tasks.task(state, instance)));
    }
    if (embed.lastTaskFailure()) {
      state.endedOf(app.id()).stream()
          .filter(ended -> ended.end().cause() != End.Cause.KILLED)
          .findFirst()
          .ifPresent(ended -> node.set("lastTaskFailure", failure(state, app, ended)));
    }
    return node;
  }

  private static void counts(ClusterState state, App app, ObjectNode node) {
    int staged = 0;
    int running = 0;
    int healthy = 0;
    int unhealthy = 0;
    for (var instance : state.instancesOf(app.id())) {
      switch (instance.condition()) {
        case STARTING -> staged++;
        case RUNNING -> running++;
        case KILLING -> {}
      }
      if (instance.condition() == Instance.Condition.RUNNING) {
        healthy += instance.health() == Instance.Health.HEALTHY ? 1 : 0;
        unhealthy += instance.health() == Instance.Health.UNHEALTHY ? 1 : 0;
      }
    }
    node.put("tasksStaged", staged)
        .put("tasksRunning", running)
        .put("tasksHealthy", healthy)
        .put("tasksUnhealthy", unhealthy);
  }

  private static ObjectNode failure(ClusterState state, App app, EndedInstance ended) {
    var last = ended.last();
    return Json.object()
        .put("appId", app.id().path())
        .put("host", Tasks.host(state, last))
        .put("message", ended.end().sentence())
        .put("state", ended.end().cause() == End.Cause.LOST ? "TASK_LOST" : "TASK_FAILED")
        .put("taskId", last.id().task())
        .put("timestamp", Json.time(ended.end().at()))
        .put("version", Json.time(last.configVersion()))
        .put("slaveId", last.agent().value());
  }
}
