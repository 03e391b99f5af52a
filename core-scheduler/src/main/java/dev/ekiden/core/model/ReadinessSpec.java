package dev.ekiden.core.model;

import java.time.Duration;
import java.util.List;

/**
 * How a new instance says that a rollout may go on (Marathon's {@code readinessChecks}).
 *
 * @param portIndex of the port that is asked
 * @param readyStatus answers that mean ready
 * @param preserveLastResponse as given; answers are not kept
 */
public record ReadinessSpec(
    String name,
    boolean tls,
    String path,
    int portIndex,
    Duration interval,
    Duration timeout,
    List<Integer> readyStatus,
    boolean preserveLastResponse) {
  public ReadinessSpec {
    readyStatus = List.copyOf(readyStatus);
  }
}
