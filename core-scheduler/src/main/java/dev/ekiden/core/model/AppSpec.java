package dev.ekiden.core.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An app as its owner wants it. Immutable; equal specs run equal instances.
 *
 * @param resources of one instance
 * @param instances 0 to {@link #MOST_INSTANCES}
 * @param requirePorts host ports must be the ports named
 * @param killGrace from SIGTERM to SIGKILL
 * @param roles of agents that it may use; empty for those of any role ({@code *})
 * @param dependencies apps that must serve before a deployment of several goes on to this one
 * @param readiness at most one
 * @param network where its instances are; in one of their own {@code requirePorts} means nothing
 * @param limits how far an instance may go beyond {@code resources}
 */
public record AppSpec(
    AppId id,
    Command command,
    SortedMap<String, String> env,
    Resources resources,
    int instances,
    SortedMap<String, String> labels,
    List<Constraint> constraints,
    List<PortSpec> ports,
    boolean requirePorts,
    List<HealthCheck> healthChecks,
    List<FetchSpec> fetch,
    BackoffSpec backoff,
    UpgradeSpec upgrade,
    Duration killGrace,
    KillSelection killSelection,
    List<String> roles,
    List<AppId> dependencies,
    List<ReadinessSpec> readiness,
    UnreachableSpec unreachable,
    Policy policy,
    NetworkSpec network,
    ResourceLimits limits) {
  /** Beyond it sums of a project could leave what a long holds. */
  public static final int MOST_INSTANCES = 1_000_000;

  /** Of one instance; with {@link #MOST_INSTANCES} it keeps all sums within a long. */
  public static final Resources MOST_RESOURCES =
      new Resources(1L << 32, 1L << 32, 1L << 32, 1L << 16);

  public AppSpec {
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    constraints = List.copyOf(constraints);
    ports = List.copyOf(ports);
    healthChecks = List.copyOf(healthChecks);
    fetch = List.copyOf(fetch);
    // The last seven may be missing in journals of old.
    roles = roles == null ? List.of() : roles.stream().sorted().distinct().toList();
    dependencies = dependencies == null ? List.of() : dependencies.stream().sorted().toList();
    readiness = readiness == null ? List.of() : List.copyOf(readiness);
    unreachable = unreachable == null ? UnreachableSpec.DEFAULT : unreachable;
    policy = policy == null ? Policy.DEFAULT : policy;
    network = network == null ? new NetworkSpec.Host() : network;
    limits = limits == null ? ResourceLimits.AS_REQUESTED : limits;
    if (!MOST_RESOURCES.covers(resources)) {
      throw new IllegalArgumentException("one instance cannot have so much: " + resources);
    }
    if (instances < 0 || instances > MOST_INSTANCES) {
      throw new IllegalArgumentException("instances must be 0 to 1000000: " + instances);
    }
  }

  /**
   * In the machine's network, limited to its request, without roles, dependencies, readiness or
   * policy, and with Marathon's way of replacing.
   */
  public AppSpec(
      AppId id,
      Command command,
      SortedMap<String, String> env,
      Resources resources,
      int instances,
      SortedMap<String, String> labels,
      List<Constraint> constraints,
      List<PortSpec> ports,
      boolean requirePorts,
      List<HealthCheck> healthChecks,
      List<FetchSpec> fetch,
      BackoffSpec backoff,
      UpgradeSpec upgrade,
      Duration killGrace,
      KillSelection killSelection) {
    this(
        id,
        command,
        env,
        resources,
        instances,
        labels,
        constraints,
        ports,
        requirePorts,
        healthChecks,
        fetch,
        backoff,
        upgrade,
        killGrace,
        killSelection,
        List.of(),
        List.of(),
        List.of(),
        UnreachableSpec.DEFAULT,
        Policy.DEFAULT,
        new NetworkSpec.Host(),
        ResourceLimits.AS_REQUESTED);
  }

  public AppSpec withInstances(int count) {
    return with(count, resources, ports, constraints, policy, network, limits);
  }

  public AppSpec withPorts(List<PortSpec> others) {
    return with(instances, resources, others, constraints, policy, network, limits);
  }

  public AppSpec withConstraints(List<Constraint> others) {
    return with(instances, resources, ports, others, policy, network, limits);
  }

  public AppSpec withPriority(Priority band) {
    return with(
        instances, resources, ports, constraints, policy.withPriority(band), network, limits);
  }

  /** The same in another network. */
  public AppSpec withNetwork(NetworkSpec other, List<PortSpec> portSpecs) {
    return with(instances, resources, portSpecs, constraints, policy, other, limits);
  }

  private AppSpec with(
      int count,
      Resources size,
      List<PortSpec> portSpecs,
      List<Constraint> rules,
      Policy others,
      NetworkSpec other,
      ResourceLimits most) {
    return new AppSpec(
        id,
        command,
        env,
        size,
        count,
        labels,
        rules,
        portSpecs,
        requirePorts,
        healthChecks,
        fetch,
        backoff,
        upgrade,
        killGrace,
        killSelection,
        roles,
        dependencies,
        readiness,
        unreachable,
        others,
        other,
        most);
  }

  /**
   * Host ports that each instance needs, in the order of its ports: their numbers, or 0 for any.
   */
  public List<Integer> hostPorts() {
    return ports.stream()
        .filter(port -> !(port.hostPort() instanceof HostPort.None))
        .map(this::hostPort)
        .toList();
  }

  private int hostPort(PortSpec port) {
    return switch (port.hostPort()) {
      case HostPort.Fixed(var number) -> number;
      case HostPort.Any _ -> requirePorts && !network.own() ? port.port() : 0;
      case HostPort.None _ -> 0;
    };
  }

  /** How many host ports each instance needs. */
  public int hostPortCount() {
    return hostPortCount(ports);
  }

  private static int hostPortCount(List<PortSpec> some) {
    int count = 0;
    for (var port : some) {
      count += port.hostPort() instanceof HostPort.None ? 0 : 1;
    }
    return count;
  }

  /**
   * The host port that leads to one of its ports; empty if none does.
   *
   * @param given the host ports of an instance
   */
  public OptionalInt hostPort(int index, List<Integer> given) {
    if (index >= ports.size() || ports.get(index).hostPort() instanceof HostPort.None) {
      return OptionalInt.empty();
    }
    int before = hostPortCount(ports.subList(0, index));
    return before < given.size() ? OptionalInt.of(given.get(before)) : OptionalInt.empty();
  }

  /** Whether only the number of instances differs, so that nothing needs a restart. */
  public boolean differsInScaleOnly(AppSpec other) {
    return instances != other.instances && withInstances(other.instances).equals(other);
  }

  /** The same with this much of processors and memory, and so far beyond it. */
  public AppSpec withSize(Resources size, ResourceLimits most) {
    return with(instances, resources.resized(size), ports, constraints, policy, network, most);
  }

  /**
   * Whether only what an instance may use of processors and memory differs, and maybe the number,
   * so that running ones can have the other limits without a restart.
   */
  public boolean differsInSizeOnly(AppSpec other) {
    var resized = withSize(other.resources, other.limits);
    return !resized.equals(this) && resized.withInstances(other.instances).equals(other);
  }

  /** All that it may use when everything wanted runs. */
  public Resources total() {
    return resources.times(instances);
  }

  /** What its agents must be able to. */
  public Set<Ability> needs() {
    var all = EnumSet.noneOf(Ability.class);
    if (healthChecks.stream().anyMatch(check -> check.protocol() == HealthCheck.Protocol.COMMAND)) {
      all.add(Ability.COMMAND_CHECKS);
    }
    if (!readiness.isEmpty()) {
      all.add(Ability.READINESS_CHECKS);
    }
    if (network.own()) {
      all.add(Ability.OWN_NETWORKS);
    }
    if (!limits.equals(ResourceLimits.AS_REQUESTED)) {
      all.add(Ability.RESOURCE_LIMITS);
    }
    return all;
  }

  /** Whether it runs until somebody ends it. */
  public boolean forEver() {
    return switch (policy.workload()) {
      case Workload.Service _, Workload.PerAgent _ -> true;
      case Workload.Job _, Workload.Scheduled _ -> false;
    };
  }
}
