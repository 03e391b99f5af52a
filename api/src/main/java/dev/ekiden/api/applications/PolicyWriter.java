package dev.ekiden.api.applications;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.Policy;
import dev.ekiden.core.model.Workload;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Writes the {@code ekiden} object of an app definition, whole. */
final class PolicyWriter {
  private PolicyWriter() {}

  static ObjectNode write(Policy policy) {
    var node = Json.object();
    node.put("priority", word(policy.priority())).put("spreading", word(policy.spreading()));
    var preferences = node.putArray("preferences");
    for (var preference : policy.preferences()) {
      var one = preferences.addObject();
      one.set("constraint", AppWriter.constraint(preference.constraint()));
      one.put("weight", preference.weight());
    }
    switch (policy.workload()) {
      case Workload.Service _ -> {
        // Marathon's kind; nothing to say.
      }
      case Workload.PerAgent _ -> node.put("perAgent", true);
      case Workload.Job job -> job(node.putObject("job"), job);
      case Workload.Scheduled(var cron, var zone, var job, var overlap) -> {
        var schedule = node.putObject("schedule").put("cron", cron).put("zone", zone);
        job(schedule.put("overlap", word(overlap)), job);
      }
    }
    var rollout = policy.rollout();
    var deployment =
        node.putObject("deployment")
            .put("progressDeadlineSeconds", rollout.progressDeadline().toSeconds())
            .put("autoRollback", rollout.autoRollback());
    if (rollout.canary().instances() > 0) {
      deployment
          .putObject("canary")
          .put("instances", rollout.canary().instances())
          .put("healthySeconds", rollout.canary().healthyFor().toSeconds());
    }
    node.putObject("healing")
        .put("startFirst", policy.healing().startFirst())
        .put("atOnce", policy.healing().atOnce());
    node.put("resize", word(policy.resizing()));
    return node;
  }

  private static void job(ObjectNode node, Workload.Job job) {
    node.put("retries", job.retries()).put("maxRuntimeSeconds", job.maxRuntime().toSeconds());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
