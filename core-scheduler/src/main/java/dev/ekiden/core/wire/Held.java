package dev.ekiden.core.wire;

/** One instance that an agent holds: what it does now and, once it runs, its pid (else 0). */
public record Held(String instance, Doing doing, long pid, Pulse pulse) {

  /** Where the instance is in its life on the agent. */
  public enum Doing {
    STARTING,
    RUNNING,
    KILLING
  }

  /** Result of its health checks so far. */
  public enum Pulse {
    UNKNOWN,
    HEALTHY,
    UNHEALTHY
  }
}
