package dev.ekiden.api.history;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.registrar.projections.AuditLine;
import dev.ekiden.api.registrar.projections.InstanceStory;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Instance;
import tools.jackson.databind.node.ObjectNode;

/** History as /v3 shows it. */
final class HistoryJson {
  private HistoryJson() {}

  static ObjectNode of(AuditLine line) {
    var node = Json.object().put("id", Long.toString(line.id())).put("at", Json.time(line.at()));
    text(node, "by", line.by());
    node.put("action", line.action()).put("subject", line.subject());
    text(node, "project", line.project());
    text(node, "deployment", line.deployment());
    node.put("detail", line.detail());
    tree(node, "before", line.before());
    tree(node, "after", line.after());
    return node;
  }

  private static void text(ObjectNode node, String name, String value) {
    if (value.isEmpty()) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }

  private static void tree(ObjectNode node, String name, String json) {
    if (json.isEmpty()) {
      node.putNull(name);
    } else {
      node.set(name, Json.MAPPER.readTree(json));
    }
  }

  static ObjectNode of(InstanceStory story) {
    var node =
        Json.object()
            .put("id", story.id())
            .put("app", story.app().path())
            .put("agent", story.agent());
    var ports = node.putArray("ports");
    story.ports().forEach(ports::add);
    node.put("version", Json.time(story.version())).put("state", word(story.state()));
    switch (story.ending()) {
      case InstanceStory.Ending.None _ -> node.putNull("end");
      case InstanceStory.Ending.Over(var end) -> node.set("end", end(end));
    }
    var history = node.putArray("history");
    for (var happening : story.history()) {
      history
          .addObject()
          .put("at", Json.time(happening.at()))
          .put("what", happening.what())
          .put("detail", happening.detail());
    }
    return node;
  }

  private static ObjectNode end(End end) {
    var node =
        Json.object()
            .put("cause", end.cause().name())
            .put("exitCode", end.exitCode())
            .put("sentence", end.sentence());
    var lines = node.putArray("lastLines");
    end.lastLines().forEach(lines::add);
    return node.put("at", Json.time(end.at()));
  }

  /** As /v3 shows instances: that one was given up says no more than its agent's silence. */
  private static String word(String state) {
    return state.equals(Instance.Condition.INACTIVE.name())
        ? Instance.Condition.UNREACHABLE.name()
        : state;
  }
}
