package dev.ekiden.core.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A valid app of one instance; a test says only what it is about. */
public final class AppBuilder {
  private final AppId id;
  private Command command = new Command.Shell("exec run");
  private final SortedMap<String, String> env = new TreeMap<>();
  private Resources resources = new Resources(100, 64, 0);
  private int instances = 1;
  private List<Constraint> constraints = List.of();
  private List<PortSpec> ports = List.of();
  private boolean requirePorts;
  private List<HealthCheck> checks = List.of();
  private BackoffSpec backoff = BackoffSpec.DEFAULT;
  private UpgradeSpec upgrade = UpgradeSpec.DEFAULT;
  private KillSelection killSelection = KillSelection.YOUNGEST_FIRST;

  private AppBuilder(AppId id) {
    this.id = id;
  }

  public static AppBuilder app(String path) {
    return new AppBuilder(new AppId(path));
  }

  public AppBuilder command(String line) {
    command = new Command.Shell(line);
    return this;
  }

  public AppBuilder env(String name, String value) {
    env.put(name, value);
    return this;
  }

  public AppBuilder resources(long cpuMillis, long memMib, long diskMib) {
    resources = new Resources(cpuMillis, memMib, diskMib);
    return this;
  }

  public AppBuilder instances(int count) {
    instances = count;
    return this;
  }

  public AppBuilder constraints(Constraint... all) {
    constraints = List.of(all);
    return this;
  }

  public AppBuilder constraint(String field, Constraint.Operator operator, String value) {
    return constraints(new Constraint(field, operator, value));
  }

  /** One port definition each; 0: any. */
  public AppBuilder ports(int... all) {
    ports =
        Arrays.stream(all)
            .mapToObj(port -> new PortSpec(port, "tcp", "", new TreeMap<>()))
            .toList();
    return this;
  }

  public AppBuilder requirePorts() {
    requirePorts = true;
    return this;
  }

  public AppBuilder checked() {
    checks =
        List.of(
            new HealthCheck(
                HealthCheck.Protocol.HTTP,
                "/health",
                0,
                0,
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                3));
    return this;
  }

  public AppBuilder backoff(Duration initial, double factor, Duration max) {
    backoff = new BackoffSpec(initial, factor, max);
    return this;
  }

  public AppBuilder upgrade(double minimumHealth, double maximumOver) {
    upgrade = new UpgradeSpec(minimumHealth, maximumOver);
    return this;
  }

  public AppBuilder killSelection(KillSelection selection) {
    killSelection = selection;
    return this;
  }

  public AppSpec build() {
    return new AppSpec(
        id,
        command,
        new TreeMap<>(env),
        resources,
        instances,
        new TreeMap<>(),
        constraints,
        ports,
        requirePorts,
        checks,
        List.of(),
        backoff,
        upgrade,
        Duration.ofSeconds(3),
        killSelection);
  }
}
