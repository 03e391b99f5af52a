package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.ReadinessSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** An app definition's {@code readinessChecks}, with Marathon's defaults and refusals. */
final class ReadinessReader {
  private static final int MOST_SECONDS = 24 * 3_600;
  private static final int LEAST_STATUS = 100;
  private static final int MOST_STATUS = 999;
  private static final List<Integer> OK = List.of(200);

  private final JsonFields check;

  private ReadinessReader(JsonFields check) {
    this.check = check;
  }

  /** At most one, as in Marathon. */
  static List<ReadinessSpec> read(JsonFields app, List<PortSpec> ports) {
    var checks = app.objects("readinessChecks");
    if (checks.size() > 1) {
      app.fault("readinessChecks", "must hold at most one readiness check");
    }
    return checks.stream()
        .flatMap(check -> new ReadinessReader(check).read(ports).stream())
        .toList();
  }

  /** Empty if it names no port of the app. */
  private Optional<ReadinessSpec> read(List<PortSpec> ports) {
    var protocol = check.text("protocol", "HTTP");
    if (!List.of("HTTP", "HTTPS").contains(protocol)) {
      check.fault("protocol", "must be HTTP or HTTPS, not " + protocol);
    }
    var path = AppParts.path(check);
    var interval = seconds("intervalSeconds", 30);
    var timeout = seconds("timeoutSeconds", 10);
    if (timeout.compareTo(interval) >= 0) {
      check.fault("timeoutSeconds", "must be less than intervalSeconds");
    }
    var name = check.text("name", "readinessCheck");
    var statuses = statuses();
    boolean preserve = check.flag("preserveLastResponse", false);
    return port(ports)
        .map(
            index ->
                new ReadinessSpec(
                    name,
                    protocol.equals("HTTPS"),
                    path,
                    index,
                    interval,
                    timeout,
                    statuses,
                    preserve));
  }

  private Optional<Integer> port(List<PortSpec> ports) {
    var name = check.text("portName", "http-api");
    var found =
        IntStream.range(0, ports.size())
            .filter(index -> ports.get(index).name().equals(name))
            .boxed()
            .findFirst();
    if (found.isEmpty()) {
      check.fault("portName", "must be the name of one of the app's ports; none is called " + name);
    }
    return found;
  }

  private List<Integer> statuses() {
    if (!check.has("httpStatusCodesForReady")) {
      return OK;
    }
    var statuses = new ArrayList<Integer>();
    for (JsonNode status : check.list("httpStatusCodesForReady")) {
      if (status.isInt() && status.asInt() >= LEAST_STATUS && status.asInt() <= MOST_STATUS) {
        statuses.add(status.asInt());
      } else {
        check.fault("httpStatusCodesForReady", "must hold numbers from 100 to 999");
      }
    }
    if (statuses.isEmpty()) {
      check.fault("httpStatusCodesForReady", "must not be empty");
    }
    return List.copyOf(statuses);
  }

  private Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(check.whole(name, otherwise, 1, MOST_SECONDS));
  }
}
