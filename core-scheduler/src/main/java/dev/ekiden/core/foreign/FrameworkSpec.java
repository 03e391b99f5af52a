package dev.ekiden.core.foreign;

import java.time.Duration;
import java.util.List;

/**
 * A framework as it described itself.
 *
 * @param principal who it authenticated as; never changes
 * @param user under which its tasks run unless they name another; never changes
 * @param roles sorted, each once, at least one; {@code *} for a framework that says nothing of it
 * @param weight share that it may expect beside others', above 0 to 1,000,000; the cluster's word,
 *     not the framework's
 * @param failoverTimeout for which its tasks outlive its connection, at least zero
 * @param capabilities names as in Mesos, sorted, each once
 */
public record FrameworkSpec(
    String name,
    String principal,
    String user,
    List<String> roles,
    double weight,
    Duration failoverTimeout,
    List<String> capabilities) {
  public static final String PARTITION_AWARE = "PARTITION_AWARE";
  public static final String GPU_RESOURCES = "GPU_RESOURCES";

  public FrameworkSpec {
    roles = roles.stream().distinct().sorted().toList();
    capabilities = capabilities.stream().distinct().sorted().toList();
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a framework has at least one role: " + name);
    }
    for (var role : roles) {
      if (role.isBlank() || role.startsWith("-") || role.chars().anyMatch(c -> c <= ' ')) {
        throw new IllegalArgumentException("not a role: " + role);
      }
    }
    if (!(weight > 0 && weight <= 1_000_000)) {
      throw new IllegalArgumentException("a weight must be above 0, to 1000000: " + weight);
    }
    if (failoverTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "failoverTimeout must not be negative: " + failoverTimeout);
    }
  }

  /** Knows what UNREACHABLE, DROPPED, GONE and UNKNOWN mean; others are told LOST instead. */
  public boolean partitionAware() {
    return capabilities.contains(PARTITION_AWARE);
  }

  /** Is offered GPUs. */
  public boolean takesGpus() {
    return capabilities.contains(GPU_RESOURCES);
  }

  /** This one come back as {@code next}: principal and user stay. */
  public FrameworkSpec renewed(FrameworkSpec next) {
    return new FrameworkSpec(
        next.name,
        principal,
        user,
        next.roles,
        next.weight,
        next.failoverTimeout,
        next.capabilities);
  }
}
