package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnreachableSpec;
import dev.ekiden.core.model.UpgradeSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads Marathon's app definition. Defaults and bounds are Marathon's; fields of Marathon that this
 * version cannot honour are refused by name rather than dropped.
 */
public final class AppReader {
  static final double MOST_CPUS = 1_024;
  static final double MOST_MIB = 16 * 1_024 * 1_024;
  private static final int MOST_INSTANCES = 100_000;
  private static final int MOST_SECONDS = 7 * 24 * 3_600;
  private static final Duration KILL_GRACE = Duration.ofSeconds(3);

  /** Fields that would change what runs, were they honoured. */
  private static final List<String> UNSUPPORTED =
      List.of("secrets", "check", "user", "gpus", "residency", "executor", "tty");

  private AppReader() {}

  /** The definition; 422 with all its faults. */
  public static AppSpec read(ObjectNode node, Optional<AppId> fromPath) {
    var violations = new ArrayList<Violation>();
    var spec = read(node, fromPath, violations);
    if (spec.isEmpty() || !violations.isEmpty()) {
      throw ApiProblem.invalid(violations);
    }
    return spec.get();
  }

  /** The definition, or nothing where it has faults, which are added to {@code violations}. */
  public static Optional<AppSpec> read(
      ObjectNode node, Optional<AppId> fromPath, List<Violation> violations) {
    var fields = new JsonFields(node, "", violations);
    var id = fromPath.or(() -> id(fields));
    refuseUnsupported(fields);
    var command = command(fields);
    var parts = new AppParts(fields);
    var resources =
        new Resources(
            millis(fields.number("cpus", 1, 0.001, MOST_CPUS)),
            mebi(fields.number("mem", 128, 4, MOST_MIB)),
            mebi(fields.number("disk", 0, 0, MOST_MIB)));
    var limits = ResourceLimitsReader.read(fields.object("resourceLimits"), resources);
    var reading = new NetworkReader(fields).read();
    var ports = reading.ports();
    var backoff =
        new BackoffSpec(
            seconds(fields, "backoffSeconds", 1),
            fields.number("backoffFactor", BackoffSpec.DEFAULT.factor(), 1, 100),
            seconds(fields, "maxLaunchDelaySeconds", 300));
    var grace =
        fields.has("taskKillGracePeriodSeconds")
            ? seconds(fields, "taskKillGracePeriodSeconds", 0)
            : KILL_GRACE;
    int instances = fields.whole("instances", 1, 0, MOST_INSTANCES);
    var checks = parts.healthChecks(ports.size());
    var readiness = ReadinessReader.read(fields, ports);
    var env = fields.textMap("env");
    var labels = fields.textMap("labels");
    var constraints = parts.constraints();
    var fetch = parts.fetch();
    var upgrade = upgrade(fields.object("upgradeStrategy"));
    var selection = selection(fields);
    boolean requirePorts = fields.flag("requirePorts", false) && !reading.network().own();
    var dependencies = id.map(app -> dependencies(fields, app)).orElse(List.of());
    var unreachable = unreachable(fields);
    var policy = new PolicyReader(fields.object("ekiden")).read();
    if (id.isEmpty() || command.isEmpty() || !violations.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AppSpec(
            id.get(),
            command.get(),
            env,
            resources,
            instances,
            labels,
            constraints,
            ports,
            requirePorts,
            checks,
            fetch,
            backoff,
            upgrade,
            grace,
            selection,
            fields.texts("acceptedResourceRoles"),
            dependencies,
            readiness,
            unreachable,
            policy,
            reading.network(),
            limits));
  }

  /** Thousandths of a core, at least one. */
  static long millis(double cores) {
    return Math.max(1, Math.round(cores * 1_000));
  }

  /** Whole MiB that are enough. */
  static long mebi(double mib) {
    return (long) Math.ceil(mib);
  }

  private static Optional<AppId> id(JsonFields fields) {
    var text = fields.text("id", "");
    if (text.isEmpty()) {
      fields.fault("id", "must not be empty");
      return Optional.empty();
    }
    try {
      return Optional.of(new AppId(text.startsWith("/") ? text : "/" + text));
    } catch (IllegalArgumentException e) {
      fields.fault("id", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Command> command(JsonFields fields) {
    var cmd = fields.text("cmd", "");
    var args = fields.texts("args");
    if (!cmd.isBlank() && !args.isEmpty()) {
      fields.fault("cmd", "give either cmd or args, not both");
    } else if (!cmd.isBlank()) {
      return Optional.of(new Command.Shell(cmd));
    } else if (!args.isEmpty()) {
      return Optional.of(new Command.Words(args));
    } else {
      fields.fault("cmd", "say what to run: cmd (a line for the shell) or args (words)");
    }
    return Optional.empty();
  }

  private static Duration seconds(JsonFields fields, String name, double otherwise) {
    return Duration.ofMillis(Math.round(fields.number(name, otherwise, 0, MOST_SECONDS) * 1_000));
  }

  private static UpgradeSpec upgrade(JsonFields fields) {
    return new UpgradeSpec(
        fields.number("minimumHealthCapacity", 1, 0, 1),
        fields.number("maximumOverCapacity", 1, 0, 1));
  }

  /** Absolute, or relative to the group that the app is in. */
  private static List<AppId> dependencies(JsonFields fields, AppId app) {
    var all = new ArrayList<AppId>();
    for (var text : fields.texts("dependencies")) {
      try {
        var path = URI.create(app.path()).resolve(text).getPath();
        all.add(new AppId(path));
      } catch (IllegalArgumentException e) {
        fields.fault("dependencies", String.valueOf(e.getMessage()));
      }
    }
    return all;
  }

  private static UnreachableSpec unreachable(JsonFields fields) {
    if (fields.raw("unreachableStrategy").asString("").equals("disabled")) {
      return new UnreachableSpec.Wait();
    }
    var strategy = fields.object("unreachableStrategy");
    var inactive = seconds(strategy, "inactiveAfterSeconds", 0);
    var expunge = seconds(strategy, "expungeAfterSeconds", inactive.toSeconds());
    if (inactive.compareTo(expunge) > 0) {
      strategy.fault("inactiveAfterSeconds", "must not be more than expungeAfterSeconds");
      return UnreachableSpec.DEFAULT;
    }
    return new UnreachableSpec.Replace(inactive, expunge);
  }

  private static KillSelection selection(JsonFields fields) {
    var word = fields.text("killSelection", KillSelection.YOUNGEST_FIRST.name());
    try {
      return KillSelection.valueOf(word);
    } catch (IllegalArgumentException e) {
      fields.fault("killSelection", "must be YOUNGEST_FIRST or OLDEST_FIRST");
      return KillSelection.YOUNGEST_FIRST;
    }
  }

  private static void refuseUnsupported(JsonFields fields) {
    for (var name : UNSUPPORTED) {
      if (fields.has(name) && !isNothing(fields.raw(name))) {
        fields.fault(name, "is not supported yet");
      }
    }
  }

  /** An empty list, object or text, false, 0, Marathon's default executor: it says nothing. */
  static boolean isNothing(JsonNode value) {
    return value.isContainer() && value.isEmpty()
        || value.isBoolean() && !value.asBoolean()
        || value.isNumber() && value.asDouble() == 0
        || value.isString() && List.of("", "//cmd").contains(value.asString());
  }
}
