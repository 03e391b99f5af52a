package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.core.model.HealthCheck;
import dev.ekiden.core.model.HealthCheck.Protocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One of an app definition's {@code healthChecks}, with Marathon's defaults and refusals. */
final class HealthCheckReader {
  private static final int MOST_SECONDS = 24 * 3_600;
  private static final int MOST_COMMAND_CHARS = 8_192;

  /** Of checks over the network; {@code portIndex} may stay, which old clients always sent. */
  private static final List<String> NOT_WITH_COMMAND = List.of("path", "port", "ignoreHttp1xx");

  private final JsonFields check;

  HealthCheckReader(JsonFields check) {
    this.check = check;
  }

  /**
   * Empty if its faults leave nothing that makes sense.
   *
   * @param ports how many port definitions the app has
   */
  Optional<HealthCheck> read(int ports) {
    var word = check.text("protocol", Protocol.HTTP.name());
    var protocol =
        Arrays.stream(Protocol.values()).filter(one -> one.name().equals(word)).findFirst();
    if (protocol.isEmpty()) {
      check.fault(
          "protocol", "must be HTTP, HTTPS, TCP, their MESOS_ forms or COMMAND, not " + word);
    }
    return protocol.flatMap(
        one -> one == Protocol.COMMAND ? byCommand() : Optional.of(overNetwork(one, ports)));
  }

  private Optional<HealthCheck> byCommand() {
    for (var field : NOT_WITH_COMMAND) {
      if (check.has(field)) {
        check.fault(field, "does not go with protocol COMMAND");
      }
    }
    if (!check.has("command")) {
      check.fault("command", "must be given with protocol COMMAND, as {value: …}");
      return Optional.empty();
    }
    var command = check.object("command");
    var line = command.text("value", "");
    if (command.has("value") && !command.raw("value").isString()) {
      return Optional.empty(); // said already
    }
    if (line.isBlank()) {
      command.fault("value", "must not be empty: the shell is to run it");
      return Optional.empty();
    }
    if (line.length() > MOST_COMMAND_CHARS || line.indexOf('\0') >= 0) {
      command.fault("value", "must have at most 8192 characters, and no NUL");
      return Optional.empty();
    }
    return Optional.of(HealthCheck.byCommand(line, grace(), interval(), timeout(), failures()));
  }

  private HealthCheck overNetwork(Protocol protocol, int ports) {
    if (check.has("command")) {
      check.fault("command", "goes with protocol COMMAND only, not with " + protocol);
    }
    int port = check.whole("port", 0, 1, 65_535);
    int index = check.whole("portIndex", 0, 0, AppParts.MOST_PORTS);
    if (port == 0 && index >= ports) {
      check.fault("portIndex", "there is no port definition number " + index);
    }
    boolean web = !protocol.name().endsWith("TCP");
    var path = web ? AppParts.path(check) : "/";
    return new HealthCheck(protocol, path, index, port, grace(), interval(), timeout(), failures());
  }

  private Duration grace() {
    return seconds("gracePeriodSeconds", 300);
  }

  private Duration interval() {
    return seconds("intervalSeconds", 60);
  }

  private Duration timeout() {
    return seconds("timeoutSeconds", 20);
  }

  private int failures() {
    return check.whole("maxConsecutiveFailures", 3, 0, 1_000);
  }

  private Duration seconds(String name, double otherwise) {
    return Duration.ofMillis(Math.round(check.number(name, otherwise, 0, MOST_SECONDS) * 1_000));
  }
}
