package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Instance;
import tools.jackson.databind.node.ObjectNode;

/** Instances as /v3 shows them. */
final class InstanceJson {
  private InstanceJson() {}

  static ObjectNode live(ClusterState state, Instance instance) {
    return base(state, instance)
        .put("state", word(instance.condition()))
        .put("since", Json.time(instance.startedAt()))
        .putNull("end");
  }

  /**
   * That it was given up is for the scheduler to know: nobody knows more than its agent's silence.
   */
  private static String word(Instance.Condition condition) {
    return switch (condition) {
      case STARTING, RUNNING, KILLING, UNREACHABLE -> condition.name();
      case INACTIVE -> Instance.Condition.UNREACHABLE.name();
    };
  }

  static ObjectNode ended(ClusterState state, EndedInstance ended) {
    var node =
        base(state, ended.last())
            .put("state", "ENDED")
            .put("since", Json.time(ended.last().startedAt()));
    var end =
        node.putObject("end")
            .put("cause", ended.end().cause().name())
            .put("exitCode", ended.end().exitCode())
            .put("sentence", ended.end().sentence())
            .put("at", Json.time(ended.end().at()));
    var lines = end.putArray("lastLines");
    ended.end().lastLines().forEach(lines::add);
    return node;
  }

  private static ObjectNode base(ClusterState state, Instance instance) {
    var node =
        Json.object()
            .put("id", instance.id().value())
            .put("task", instance.id().task())
            .put("agent", instance.agent().value())
            .put("host", Tasks.host(state, instance));
    var ports = node.putArray("ports");
    instance.ports().forEach(ports::add);
    node.put("health", instance.health().name())
        .put("step", step(instance))
        .put("version", Json.time(instance.configVersion()))
        .put("pid", instance.pid());
    unallocated(node, instance);
    return node;
  }

  private static void unallocated(ObjectNode node, Instance instance) {
    var found = instance.unallocated();
    if (found.none()) {
      node.putNull("unallocatedPorts");
      return;
    }
    var shown = node.putObject("unallocatedPorts");
    var ports = shown.putArray("ports");
    found.ports().stream().sorted().forEach(ports::add);
    shown
        .put("more", found.more())
        .put(
            "sentence",
            "Has listened on %s, which it was not given: other instances may be given the same. %s"
                .formatted(found.words(), advice(instance)));
  }

  private static String advice(Instance instance) {
    return (instance.ports().isEmpty()
            ? "Ask for a port in portDefinitions and listen on $PORT0"
            : "Listen on $PORT0 instead")
        + ", ask for that very port with requirePorts, or use a network of its own"
        + " (container/bridge).";
  }

  private static String step(Instance instance) {
    return switch (instance.reached()) {
      case RECEIVED, PLACED -> "FETCHING";
      case UNPACKED -> "STARTING";
      case STARTED, HEALTHY -> "STARTED";
    };
  }
}
