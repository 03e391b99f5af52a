package dev.ekiden.api.agentlink;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The environment of an instance: Marathon's variables, then the ports, then what its owner set,
 * which wins. Source: Marathon's page on task environment variables.
 */
final class TaskEnvironment {
  /** Labels with a longer key or value are left out, as in Marathon. */
  private static final int LONGEST_LABEL = 512;

  private TaskEnvironment() {}

  /**
   * @param told the numbers of its ports, in their order
   */
  static SortedMap<String, String> of(
      AppSpec spec, Instance instance, List<Integer> told, String host) {
    var env = new TreeMap<String, String>();
    env.put("MESOS_TASK_ID", instance.id().task());
    env.put("MARATHON_APP_ID", spec.id().path());
    env.put("MARATHON_APP_VERSION", Json.time(instance.configVersion()));
    env.put("MARATHON_APP_RESOURCE_CPUS", Double.toString(spec.resources().cpuMillis() / 1_000.0));
    env.put("MARATHON_APP_RESOURCE_MEM", Double.toString(spec.resources().memMib()));
    env.put("MARATHON_APP_RESOURCE_DISK", Double.toString(spec.resources().diskMib()));
    env.put("MARATHON_APP_RESOURCE_GPUS", "0");
    labels(spec, env);
    env.put("HOST", host);
    ports(spec, told, env);
    env.putAll(spec.env());
    return env;
  }

  private static void labels(AppSpec spec, SortedMap<String, String> env) {
    var names = new ArrayList<String>();
    spec.labels()
        .forEach(
            (key, value) -> {
              if (key.length() < LONGEST_LABEL && value.length() < LONGEST_LABEL) {
                var name = escaped(key);
                names.add(name);
                env.put("MARATHON_APP_LABEL_" + name, value);
              }
            });
    env.put("MARATHON_APP_LABELS", String.join(" ", names));
  }

  private static String escaped(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^a-zA-Z0-9_]+", "_");
  }

  private static void ports(AppSpec spec, List<Integer> ports, SortedMap<String, String> env) {
    var all = new ArrayList<String>();
    for (int i = 0; i < ports.size(); i++) {
      var port = Integer.toString(ports.get(i));
      all.add(port);
      env.put("PORT" + i, port);
      if (i < spec.ports().size()) {
        var asked = spec.ports().get(i);
        int wanted = spec.network().own() ? asked.containerPort() : asked.port();
        env.put("PORT_" + (wanted == 0 ? port : Integer.toString(wanted)), port);
        if (!asked.name().isEmpty()) {
          env.put("PORT_" + asked.name().toUpperCase(Locale.ROOT), port);
        }
      }
    }
    if (!all.isEmpty()) {
      env.put("PORT", all.getFirst());
      env.put("PORTS", String.join(",", all));
    }
  }
}
