package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A health check, run by the agent beside the instance. Times in milliseconds. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Check {
  Rhythm rhythm();

  /** Healthy if {@code GET path} answers 200 to 399; HTTPS certificates are not verified. */
  record Http(boolean tls, int port, String path, Rhythm rhythm) implements Check {}

  /** Healthy if a connection opens. */
  record Tcp(int port, Rhythm rhythm) implements Check {}

  /**
   * Healthy if the shell that runs it inside the instance exits with 0. Only for agents that know
   * {@link Dialect#COMMAND_CHECKS}.
   *
   * @param command a line for the shell
   */
  record Command(String command, Rhythm rhythm) implements Check {}

  /**
   * @param graceMillis failures before the first success do not count until this long after start
   * @param maxFailures consecutive failures that make it unhealthy; 0: report, but never unhealthy
   */
  record Rhythm(long graceMillis, long intervalMillis, long timeoutMillis, int maxFailures) {}
}
