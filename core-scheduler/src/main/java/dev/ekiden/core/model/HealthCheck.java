package dev.ekiden.core.model;

import java.time.Duration;

/**
 * How to tell whether an instance is well.
 *
 * @param port fixed port, or 0: the one at {@code portIndex}
 * @param maxFailures consecutive failures that make it unhealthy; 0: never
 * @param command a line for the shell, of {@link Protocol#COMMAND} only; else empty
 */
public record HealthCheck(
    Protocol protocol,
    String path,
    int portIndex,
    int port,
    Duration grace,
    Duration interval,
    Duration timeout,
    int maxFailures,
    String command) {

  public HealthCheck {
    // Journals of old know no commands.
    command = command == null ? "" : command;
    if (command.isBlank() == (protocol == Protocol.COMMAND)) {
      throw new IllegalArgumentException("a command goes with COMMAND alone: " + protocol);
    }
  }

  /** One that asks over the network. */
  public HealthCheck(
      Protocol protocol,
      String path,
      int portIndex,
      int port,
      Duration grace,
      Duration interval,
      Duration timeout,
      int maxFailures) {
    this(protocol, path, portIndex, port, grace, interval, timeout, maxFailures, "");
  }

  /** One that runs a command inside the instance. */
  public static HealthCheck byCommand(
      String command, Duration grace, Duration interval, Duration timeout, int maxFailures) {
    return new HealthCheck(
        Protocol.COMMAND, "/", 0, 0, grace, interval, timeout, maxFailures, command);
  }

  /** As Marathon names them; the MESOS_ ones mean the same here, as all run on the agent. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    MESOS_HTTP,
    MESOS_HTTPS,
    MESOS_TCP,
    COMMAND
  }
}
