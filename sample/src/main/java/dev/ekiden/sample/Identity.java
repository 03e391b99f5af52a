package dev.ekiden.sample;

import java.time.Instant;
import java.util.Map;

/** Who this copy of the app is, as its environment tells; "unknown" where it doesn't. */
record Identity(String app, String instance, String host, int port, Instant startedAt) {

  /**
   * Reads {@code MARATHON_APP_ID}, {@code MESOS_TASK_ID}, {@code HOST} and {@code PORT} (0 to
   * 65535; 8080 if absent).
   */
  static Identity from(Map<String, String> environment, Instant startedAt) {
    return new Identity(
        environment.getOrDefault("MARATHON_APP_ID", "unknown"),
        environment.getOrDefault("MESOS_TASK_ID", "unknown"),
        environment.getOrDefault("HOST", "unknown"),
        port(environment.getOrDefault("PORT", "8080")),
        startedAt);
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException("PORT must be a number from 0 to 65535: " + text);
    }
    return Integer.parseInt(text);
  }
}
