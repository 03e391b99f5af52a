package dev.ekiden.core.model;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * An app as its owner wants it. Immutable; equal specs run equal instances.
 *
 * @param resources of one instance
 * @param requirePorts host ports must be the ports named
 * @param killGrace from SIGTERM to SIGKILL
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
    KillSelection killSelection) {

  public AppSpec {
    constraints = List.copyOf(constraints);
    ports = List.copyOf(ports);
    healthChecks = List.copyOf(healthChecks);
    fetch = List.copyOf(fetch);
    if (instances < 0) {
      throw new IllegalArgumentException("instances must not be negative: " + instances);
    }
  }

  public AppSpec withInstances(int count) {
    return new AppSpec(
        id,
        command,
        env,
        resources,
        count,
        labels,
        constraints,
        ports,
        requirePorts,
        healthChecks,
        fetch,
        backoff,
        upgrade,
        killGrace,
        killSelection);
  }

  public AppSpec withPorts(List<PortSpec> others) {
    return new AppSpec(
        id,
        command,
        env,
        resources,
        instances,
        labels,
        constraints,
        others,
        requirePorts,
        healthChecks,
        fetch,
        backoff,
        upgrade,
        killGrace,
        killSelection);
  }

  /** Whether only the number of instances differs, so that nothing needs a restart. */
  public boolean differsInScaleOnly(AppSpec other) {
    return instances != other.instances && withInstances(other.instances).equals(other);
  }

  /** All that it may use when everything wanted runs. */
  public Resources total() {
    return resources.times(instances);
  }
}
