package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What an agent asks an instance again and again: whether it is healthy, or whether it is ready.
 * Times in milliseconds. Ports are those at which the instance itself listens: of its machine, or
 * of its own network if it has one.
 */
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
   * Ready once {@code GET path} answers one of these; asked until then, and told by {@link
   * Report.Ready}. Has no part in the instance's health. HTTPS certificates are not verified. Only
   * for agents that know {@link Dialect#READINESS_CHECKS}.
   *
   * @param statuses 100 to 999 each, at least one
   */
  record Ready(boolean tls, int port, String path, List<Integer> statuses, Rhythm rhythm)
      implements Check {
    public Ready {
      statuses = List.copyOf(statuses);
    }
  }

  /**
   * @param graceMillis failures before the first success do not count until this long after start
   * @param maxFailures consecutive failures that make it unhealthy; 0: report, but never unhealthy
   */
  record Rhythm(long graceMillis, long intervalMillis, long timeoutMillis, int maxFailures) {}
}
