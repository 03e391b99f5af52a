package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.core.jobs.Cron;
import dev.ekiden.core.model.Canary;
import dev.ekiden.core.model.HealingSpec;
import dev.ekiden.core.model.Policy;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resizing;
import dev.ekiden.core.model.RolloutSpec;
import dev.ekiden.core.model.Spreading;
import dev.ekiden.core.model.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads the {@code ekiden} object of an app definition: what Marathon never had. */
final class PolicyReader {
  private static final List<String> KNOWN =
      List.of(
          "priority",
          "spreading",
          "preferences",
          "perAgent",
          "job",
          "schedule",
          "deployment",
          "healing",
          "resize");
  private static final int MOST_SECONDS = 7 * 24 * 3_600;
  private static final int MOST_INSTANCES = 100_000;

  private final JsonFields fields;

  PolicyReader(JsonFields fields) {
    this.fields = fields;
  }

  Policy read() {
    fields.names().stream()
        .filter(name -> !KNOWN.contains(name))
        .forEach(name -> fields.fault(name, "is not known; known are " + String.join(", ", KNOWN)));
    return new Policy(
        workload(),
        word(fields, "priority", Priority.DEFAULT, Priority.class),
        word(fields, "spreading", Spreading.SPREAD, Spreading.class),
        preferences(),
        rollout(fields.object("deployment")),
        healing(fields.object("healing")),
        word(fields, "resize", Resizing.LIVE, Resizing.class));
  }

  private Workload workload() {
    long kinds =
        List.of("job", "schedule").stream().filter(fields::has).count()
            + (fields.flag("perAgent", false) ? 1 : 0);
    if (kinds > 1) {
      fields.fault("", "give one of perAgent, job and schedule");
    }
    if (fields.has("schedule")) {
      return schedule(fields.object("schedule"));
    }
    if (fields.has("job")) {
      return job(fields.object("job"));
    }
    return fields.flag("perAgent", false) ? new Workload.PerAgent() : new Workload.Service();
  }

  private static Workload.Job job(JsonFields job) {
    return new Workload.Job(
        job.whole("retries", 0, 0, 1_000), seconds(job, "maxRuntimeSeconds", 0));
  }

  private static Workload schedule(JsonFields schedule) {
    var cron = schedule.text("cron", "");
    var zone = schedule.text("zone", "UTC");
    var problem = Cron.problem(cron, zone);
    if (!problem.isEmpty()) {
      schedule.fault("cron", problem);
    }
    var overlap = word(schedule, "overlap", Workload.Overlap.SKIP, Workload.Overlap.class);
    return new Workload.Scheduled(cron, zone, job(schedule), overlap);
  }

  private List<Preference> preferences() {
    var preferences = new ArrayList<Preference>();
    for (var preference : fields.objects("preferences")) {
      int weight = preference.whole("weight", 1, 1, 100);
      new AppParts(preference)
          .constraint("constraint")
          .ifPresent(constraint -> preferences.add(new Preference(constraint, weight)));
    }
    return preferences;
  }

  private static RolloutSpec rollout(JsonFields deployment) {
    var canary = deployment.object("canary");
    return new RolloutSpec(
        seconds(
            deployment,
            "progressDeadlineSeconds",
            RolloutSpec.DEFAULT.progressDeadline().toSeconds()),
        deployment.flag("autoRollback", RolloutSpec.DEFAULT.autoRollback()),
        new Canary(
            canary.whole("instances", 0, 0, MOST_INSTANCES), seconds(canary, "healthySeconds", 0)));
  }

  private static HealingSpec healing(JsonFields healing) {
    return new HealingSpec(
        healing.flag("startFirst", HealingSpec.DEFAULT.startFirst()),
        healing.whole("atOnce", 0, 0, MOST_INSTANCES));
  }

  private static Duration seconds(JsonFields fields, String name, double otherwise) {
    return Duration.ofMillis(Math.round(fields.number(name, otherwise, 0, MOST_SECONDS) * 1_000));
  }

  /** A constant of an enum in lower case. */
  private static <E extends Enum<E>> E word(
      JsonFields fields, String name, E otherwise, Class<E> type) {
    var text = fields.text(name, otherwise.name().toLowerCase(Locale.ROOT));
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    fields.fault(
        name,
        "must be one of "
            + Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
    return otherwise;
  }
}
