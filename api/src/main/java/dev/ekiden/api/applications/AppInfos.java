package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Instance;
import java.util.List;
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
    return look(state, app, embed).write();
  }

  /**
   * Takes what the answer needs of the state; it is written later, as the state cannot move while
   * somebody reads it.
   */
  static Look look(ClusterState state, App app, Embed embed) {
    return new Look(
        app,
        embed,
        Counts.of(state, app.id()),
        state.deploymentOf(app.id()).map(running -> running.id().value()).orElse(""),
        embed.tasks() ? Tasks.rows(state, app.id()) : List.of(),
        embed.lastTaskFailure() ? failure(state, app) : List.of());
  }

  /** The newest end that nobody wished, if any. */
  private static List<Failure> failure(ClusterState state, App app) {
    return state.endedOf(app.id()).stream()
        .filter(ended -> ended.end().cause() != End.Cause.KILLED)
        .limit(1)
        .map(ended -> new Failure(ended, Tasks.host(state, ended.last())))
        .toList();
  }

  /** All that an answer says; equal ones are written alike. */
  record Look(
      App app,
      Embed embed,
      Counts counts,
      String deployment,
      List<Tasks.Row> tasks,
      List<Failure> failure) {
    ObjectNode write() {
      var node = definition(app, embed);
      counts.write(node);
      var deployments = node.putArray("deployments");
      if (!deployment.isEmpty()) {
        deployments.addObject().put("id", deployment);
      }
      if (embed.tasks()) {
        var array = node.putArray("tasks");
        tasks.forEach(row -> array.add(Tasks.task(row)));
      }
      failure.forEach(last -> node.set("lastTaskFailure", last.write(app)));
      return node;
    }

    /** Names the definition that is shown: an app's ETag. */
    String version() {
      return Json.time(app.version());
    }
  }

  private static ObjectNode definition(App app, Embed embed) {
    var node =
        embed.ekiden()
            ? AppWriter.writeAll(app.spec(), app.servicePorts())
            : AppWriter.write(app.spec(), app.servicePorts());
    node.put("version", Json.time(app.version()));
    node.putObject("versionInfo")
        .put("lastScalingAt", Json.time(app.scaledAt()))
        .put("lastConfigChangeAt", Json.time(app.configVersion()));
    return node;
  }

  record Counts(int staged, int running, int healthy, int unhealthy) {
    static Counts of(ClusterState state, AppId app) {
      int staged = 0;
      int running = 0;
      int healthy = 0;
      int unhealthy = 0;
      for (var instance : state.walk(app, true)) {
        if (instance.condition() == Instance.Condition.STARTING) {
          staged++;
        } else if (instance.condition() == Instance.Condition.RUNNING) {
          running++;
          healthy += instance.health() == Instance.Health.HEALTHY ? 1 : 0;
          unhealthy += instance.health() == Instance.Health.UNHEALTHY ? 1 : 0;
        }
      }
      return new Counts(staged, running, healthy, unhealthy);
    }

    void write(ObjectNode node) {
      node.put("tasksStaged", staged)
          .put("tasksRunning", running)
          .put("tasksHealthy", healthy)
          .put("tasksUnhealthy", unhealthy);
    }
  }

  /** {@code host} is that of the instance's agent, as long as the agent is known. */
  record Failure(EndedInstance ended, String host) {
    ObjectNode write(App app) {
      var last = ended.last();
      return Json.object()
          .put("appId", app.id().path())
          .put("host", host)
          .put("message", ended.end().sentence())
          .put("state", ended.end().cause() == End.Cause.LOST ? "TASK_LOST" : "TASK_FAILED")
          .put("taskId", last.id().task())
          .put("timestamp", Json.time(ended.end().at()))
          .put("version", Json.time(last.configVersion()))
          .put("slaveId", last.agent().value());
    }
  }
}
