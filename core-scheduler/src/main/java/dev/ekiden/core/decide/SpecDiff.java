package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** What is different between two definitions of an app, field by field, for people. */
final class SpecDiff {
  /** In the order in which people look for them; {@code env} and {@code labels} go by key. */
  private static final Map<String, Function<AppSpec, Object>> FIELDS = fields();

  private SpecDiff() {}

  private static Map<String, Function<AppSpec, Object>> fields() {
    var fields = new LinkedHashMap<String, Function<AppSpec, Object>>();
    fields.put("command", spec -> String.join(" ", spec.command().argv()));
    fields.put("instances", AppSpec::instances);
    fields.put(
        "cpus",
        spec ->
            BigDecimal.valueOf(spec.resources().cpuMillis(), 3)
                .stripTrailingZeros()
                .toPlainString());
    fields.put("mem", spec -> spec.resources().memMib() + " MiB");
    fields.put("disk", spec -> spec.resources().diskMib() + " MiB");
    fields.put("gpus", spec -> spec.resources().gpus());
    fields.put(
        "constraints",
        spec -> String.join(", ", spec.constraints().stream().map(Constraint::text).toList()));
    fields.put("network", spec -> spec.network().mode());
    fields.put("ports", AppSpec::ports);
    fields.put("requirePorts", AppSpec::requirePorts);
    fields.put("healthChecks", AppSpec::healthChecks);
    fields.put("readinessChecks", AppSpec::readiness);
    fields.put("fetch", AppSpec::fetch);
    fields.put("backoff", AppSpec::backoff);
    fields.put("upgradeStrategy", AppSpec::upgrade);
    fields.put("unreachableStrategy", AppSpec::unreachable);
    fields.put("killGrace", AppSpec::killGrace);
    fields.put("killSelection", AppSpec::killSelection);
    fields.put("acceptedResourceRoles", AppSpec::roles);
    fields.put("dependencies", AppSpec::dependencies);
    fields.put("workload", spec -> spec.policy().workload());
    fields.put("priority", spec -> spec.policy().priority());
    fields.put("spreading", spec -> spec.policy().spreading());
    fields.put("preferences", spec -> spec.policy().preferences());
    fields.put("rollout", spec -> spec.policy().rollout());
    fields.put("healing", spec -> spec.policy().healing());
    return fields;
  }

  static List<Plan.FieldChange> of(AppSpec before, AppSpec after) {
    var changes = new ArrayList<Plan.FieldChange>();
    FIELDS.forEach(
        (name, field) ->
            add(name, field.apply(before).toString(), field.apply(after).toString(), changes));
    keys("env", before.env(), after.env(), changes);
    keys("labels", before.labels(), after.labels(), changes);
    keys("network", before.network().labels(), after.network().labels(), changes);
    return changes;
  }

  private static void keys(
      String name,
      Map<String, String> before,
      Map<String, String> after,
      List<Plan.FieldChange> changes) {
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (var key : keys) {
      add(name + "." + key, before.getOrDefault(key, ""), after.getOrDefault(key, ""), changes);
    }
  }

  private static void add(
      String name, String before, String after, List<Plan.FieldChange> changes) {
    if (!before.equals(after)) {
      changes.add(new Plan.FieldChange(name, before, after));
    }
  }
}
