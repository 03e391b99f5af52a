package dev.ekiden.core.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A valid app of one instance; a test says only what it is about. */
public final class AppBuilder {
  private final AppId id;
  private Command command = new Command.Shell("exec run");
  private ResourceLimits limits = ResourceLimits.AS_REQUESTED;
  private final SortedMap<String, String> env = new TreeMap<>();
  private final SortedMap<String, String> labels = new TreeMap<>();
  private Resources resources = new Resources(100, 64, 0);
  private int instances = 1;
  private List<Constraint> constraints = List.of();
  private List<PortSpec> ports = List.of();
  private NetworkSpec network = new NetworkSpec.Host();
  private boolean requirePorts;
  private List<HealthCheck> checks = List.of();
  private BackoffSpec backoff = BackoffSpec.DEFAULT;
  private UpgradeSpec upgrade = UpgradeSpec.DEFAULT;
  private KillSelection killSelection = KillSelection.YOUNGEST_FIRST;
  private List<String> roles = List.of();
  private List<AppId> dependencies = List.of();
  private List<ReadinessSpec> readiness = List.of();
  private UnreachableSpec unreachable = UnreachableSpec.DEFAULT;
  private Workload workload = Policy.DEFAULT.workload();
  private Priority priority = Priority.DEFAULT;
  private Spreading spreading = Spreading.SPREAD;
  private List<Preference> preferences = List.of();
  private RolloutSpec rollout = RolloutSpec.DEFAULT;
  private HealingSpec healing = HealingSpec.DEFAULT;
  private Resizing resizing = Resizing.LIVE;

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

  public AppBuilder label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  public AppBuilder resources(long cpuMillis, long memMib, long diskMib) {
    resources = new Resources(cpuMillis, memMib, diskMib);
    return this;
  }

  public AppBuilder limits(Ceiling cpus, Ceiling mem) {
    limits = new ResourceLimits(cpus, mem);
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

  /** In networks of its instances' own, one port for each wish, which listens at 80 and up. */
  public AppBuilder bridged(HostPort... wishes) {
    var all = new ArrayList<PortSpec>();
    for (var wish : wishes) {
      all.add(new PortSpec(0, "tcp", "", new TreeMap<>(), 80 + all.size(), wish));
    }
    ports = List.copyOf(all);
    network = new NetworkSpec.Bridge(new TreeMap<>());
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

  public AppBuilder checkedByCommand() {
    checks =
        List.of(
            HealthCheck.byCommand(
                "test -e ok", Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(2), 3));
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

  public AppBuilder gpus(int count) {
    resources =
        new Resources(resources.cpuMillis(), resources.memMib(), resources.diskMib(), count);
    return this;
  }

  public AppBuilder roles(String... all) {
    roles = List.of(all);
    return this;
  }

  public AppBuilder dependsOn(String... paths) {
    dependencies = Arrays.stream(paths).map(AppId::new).toList();
    return this;
  }

  /** Asked on the first port. */
  public AppBuilder readiness() {
    var second = Duration.ofSeconds(1);
    readiness =
        List.of(
            new ReadinessSpec("ready", false, "/ready", 0, second, second, List.of(200), false));
    return this;
  }

  public AppBuilder unreachable(Duration inactiveAfter, Duration expungeAfter) {
    unreachable = new UnreachableSpec.Replace(inactiveAfter, expungeAfter);
    return this;
  }

  public AppBuilder waitsForItsAgent() {
    unreachable = new UnreachableSpec.Wait();
    return this;
  }

  public AppBuilder workload(Workload kind) {
    workload = kind;
    return this;
  }

  public AppBuilder job(int retries) {
    return workload(new Workload.Job(retries, Duration.ZERO));
  }

  public AppBuilder priority(Priority band) {
    priority = band;
    return this;
  }

  public AppBuilder pack() {
    spreading = Spreading.PACK;
    return this;
  }

  public AppBuilder prefers(Preference... all) {
    preferences = List.of(all);
    return this;
  }

  public AppBuilder rollout(Duration progressDeadline, boolean autoRollback) {
    rollout = new RolloutSpec(progressDeadline, autoRollback, rollout.canary());
    return this;
  }

  public AppBuilder canary(int count, Duration healthyFor) {
    rollout =
        new RolloutSpec(
            rollout.progressDeadline(), rollout.autoRollback(), new Canary(count, healthyFor));
    return this;
  }

  public AppBuilder healing(boolean startFirst, int atOnce) {
    healing = new HealingSpec(startFirst, atOnce);
    return this;
  }

  /** May use all that its agent has. */
  public AppBuilder burstable() {
    return limits(new Ceiling.Unlimited(), new Ceiling.Unlimited());
  }

  public AppBuilder restartsToResize() {
    resizing = Resizing.RESTART;
    return this;
  }

  public AppSpec build() {
    return new AppSpec(
        id,
        command,
        new TreeMap<>(env),
        resources,
        instances,
        new TreeMap<>(labels),
        constraints,
        ports,
        requirePorts,
        checks,
        List.of(),
        backoff,
        upgrade,
        Duration.ofSeconds(3),
        killSelection,
        roles,
        dependencies,
        readiness,
        unreachable,
        new Policy(workload, priority, spreading, preferences, rollout, healing, resizing),
        network,
        limits);
  }
}
