package dev.ekiden.core.model;

import java.time.Duration;

/**
 * How to tell whether an instance is well.
 *
 * @param port fixed port, or 0: the one at {@code portIndex}
 * @param maxFailures consecutive failures that make it unhealthy; 0: never
 */
public record HealthCheck(
    Protocol protocol,
    String path,
    int portIndex,
    int port,
    Duration grace,
    Duration interval,
    Duration timeout,
    int maxFailures) {

  /** As Marathon names them; the MESOS_ ones mean the same here, as all run on the agent. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    MESOS_HTTP,
    MESOS_HTTPS,
    MESOS_TCP
  }
}
