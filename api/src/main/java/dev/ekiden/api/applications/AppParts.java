package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.FetchSpec;
import dev.ekiden.core.model.HealthCheck;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.place.Constraints;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The lists inside an app definition: ports, constraints, health checks, fetches. */
final class AppParts {
  static final int MOST_PORTS = 100;

  private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern ARTIFACT =
      Pattern.compile("artifact:sha256:[0-9a-f]{64}/[^/\\x00-\\x1f]{1,200}");

  private final JsonFields fields;

  AppParts(JsonFields fields) {
    this.fields = fields;
  }

  /** One any-port by default, as in Marathon; the old {@code ports} is understood too. */
  List<PortSpec> ports() {
    var ports = new ArrayList<PortSpec>();
    if (!fields.has("portDefinitions") && !fields.has("ports")) {
      return List.of(
          new PortSpec(0, "tcp", "default", Collections.unmodifiableSortedMap(new TreeMap<>())));
    }
    for (var old : fields.has("portDefinitions") ? List.<JsonNode>of() : fields.list("ports")) {
      if (old.isInt() && old.asInt() >= 0 && old.asInt() <= 65_535) {
        ports.add(
            new PortSpec(
                old.asInt(), "tcp", "", Collections.unmodifiableSortedMap(new TreeMap<>())));
      } else {
        fields.fault("ports", "must hold numbers from 0 to 65535");
      }
    }
    var names = new TreeSet<String>();
    var numbers = new TreeSet<Integer>();
    for (var port : fields.objects("portDefinitions")) {
      var spec = port(port);
      if (!spec.name().isEmpty() && !names.add(spec.name())) {
        port.fault("name", "is used twice: " + spec.name());
      }
      if (spec.port() != 0 && !numbers.add(spec.port())) {
        port.fault("port", "is used twice: " + spec.port());
      }
      ports.add(spec);
    }
    if (ports.size() > MOST_PORTS) {
      fields.fault("portDefinitions", "at most " + MOST_PORTS + " ports");
    }
    return List.copyOf(ports);
  }

  private static PortSpec port(JsonFields port) {
    var name = name(port);
    var protocol = protocol(port);
    return new PortSpec(port.whole("port", 0, 0, 65_535), protocol, name, port.textMap("labels"));
  }

  /** Of a port; empty if it has none. */
  static String name(JsonFields port) {
    var name = port.text("name", "");
    if (!name.isEmpty() && !PORT_NAME.matcher(name).matches()) {
      port.fault("name", "must be lower-case letters, digits and inner dashes");
    }
    return name;
  }

  /** Of a port. */
  static String protocol(JsonFields port) {
    var protocol = port.text("protocol", "tcp");
    if (!List.of("tcp", "udp", "udp,tcp").contains(protocol)) {
      port.fault("protocol", "must be tcp, udp or udp,tcp");
    }
    return protocol;
  }

  /** Of a check over HTTP, which goes into a request line as it is. */
  static String path(JsonFields check) {
    var path = check.text("path", "/");
    if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      check.fault("path", "must begin with / and hold no spaces");
    }
    return path;
  }

  /** The one constraint of that name, if it is given and right. */
  Optional<Constraint> constraint(String name) {
    var constraints = new ArrayList<Constraint>();
    constraint(fields.raw(name), name, constraints);
    return constraints.stream().findFirst();
  }

  List<Constraint> constraints() {
    var constraints = new ArrayList<Constraint>();
    var given = fields.list("constraints");
    for (int i = 0; i < given.size(); i++) {
      constraint(given.get(i), "constraints/" + i, constraints);
    }
    return List.copyOf(constraints);
  }

  private void constraint(JsonNode given, String path, List<Constraint> constraints) {
    var words = new ArrayList<String>();
    given.forEach(word -> words.add(word.isString() ? word.asString() : word.toString()));
    if (!given.isArray() || words.size() < 2 || words.size() > 3) {
      fields.fault(path, "must be [field, OPERATOR] or [field, OPERATOR, value]");
      return;
    }
    try {
      var operator = Constraint.Operator.valueOf(words.get(1));
      var constraint =
          new Constraint(words.get(0), operator, words.size() == 3 ? words.get(2) : "");
      var problem = Constraints.problem(constraint);
      if (problem.isEmpty()) {
        constraints.add(constraint);
      } else {
        fields.fault(path, problem);
      }
    } catch (IllegalArgumentException e) {
      fields.fault(
          path,
          "operator must be UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER or IS, not "
              + words.get(1));
    }
  }

  List<HealthCheck> healthChecks(int ports) {
    return fields.objects("healthChecks").stream()
        .flatMap(check -> new HealthCheckReader(check).read(ports).stream())
        .toList();
  }

  /** {@code fetch}, and the old {@code uris}. */
  List<FetchSpec> fetch() {
    var fetches = new ArrayList<FetchSpec>();
    if (!fields.has("fetch")) {
      for (var uri : fields.texts("uris")) {
        fetches.add(new FetchSpec(checked(fields, "uris", uri), true, false, false, ""));
      }
    }
    for (var fetch : fields.objects("fetch")) {
      var destination = fetch.text("destPath", "");
      if (destination.startsWith("/") || List.of(destination.split("/")).contains("..")) {
        fetch.fault("destPath", "must stay inside the sandbox");
      }
      fetches.add(
          new FetchSpec(
              checked(fetch, "uri", fetch.text("uri", "")),
              fetch.flag("extract", true),
              fetch.flag("executable", false),
              fetch.flag("cache", false),
              destination));
    }
    return List.copyOf(fetches);
  }

  private static String checked(JsonFields fields, String name, String uri) {
    boolean artifact = uri.startsWith("artifact:");
    if (artifact && !ARTIFACT.matcher(uri).matches()) {
      fields.fault(name, "must be artifact:sha256:<64 hex digits>/<file name>: " + uri);
    } else if (!artifact && !isWeb(uri)) {
      fields.fault(name, "must begin with artifact:, http:// or https://: " + uri);
    }
    return uri;
  }

  private static boolean isWeb(String uri) {
    try {
      var parsed = new URI(uri);
      return List.of("http", "https").contains(String.valueOf(parsed.getScheme()))
          && parsed.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
