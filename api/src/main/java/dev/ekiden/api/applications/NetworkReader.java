package dev.ekiden.api.applications;

import dev.ekiden.api.json.JsonFields;
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.NetworkSpec;
import dev.ekiden.core.model.PortSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads in which network an app's instances are and at which ports they are reached: {@code
 * networks}, {@code container.portMappings} and {@code portDefinitions}, and the old {@code
 * ipAddress}, which it rewrites.
 */
final class NetworkReader {
  private static final String HOST = "host";
  private static final String BRIDGE = "container/bridge";
  private static final String CONTAINER = "container";
  private static final int MOST_MBIT = 100_000;

  private final JsonFields app;

  NetworkReader(JsonFields app) {
    this.app = app;
  }

  /** The network and the ports of each instance. */
  record Reading(NetworkSpec network, List<PortSpec> ports) {}

  Reading read() {
    var network = network();
    var container = container();
    var mappings = container.objects("portMappings");
    if (!network.own()) {
      if (!mappings.isEmpty()) {
        app.fault("", "portMappings are not allowed with host-networking");
      }
      return new Reading(network, new AppParts(app).ports());
    }
    if (!app.list("portDefinitions").isEmpty() || !app.list("ports").isEmpty()) {
      app.fault(
          "",
          app.has("ipAddress")
              ? "cannot specify both an IP address and port"
              : "portDefinitions are only allowed with host-networking");
    }
    var ports =
        app.has("ipAddress") && mappings.isEmpty()
            ? discovered()
            : mappings.stream().map(mapping -> mapping(mapping, network)).toList();
    checkTogether(ports, mappings);
    routable(ports);
    return new Reading(network, ports);
  }

  private NetworkSpec network() {
    var networks = app.objects("networks");
    if (app.has("ipAddress")) {
      if (!networks.isEmpty()) {
        app.fault("", "must not specify both networks and ipAddress");
      }
      var old = app.object("ipAddress");
      return new NetworkSpec.Container(name(old, "networkName"), old.textMap("labels"));
    }
    if (networks.isEmpty()) {
      return new NetworkSpec.Host();
    }
    var modes = networks.stream().map(NetworkReader::mode).toList();
    if (modes.size() > 1) {
      app.fault(
          "networks",
          modes.stream().allMatch(CONTAINER::equals)
              ? "more than one container network is not supported yet: there is only "
                  + NetworkSpec.CONTAINERS
              : "May specify a single host network, single bridge network, or else 1-to-n"
                  + " container networks");
    }
    return network(networks.getFirst(), modes.getFirst());
  }

  private NetworkSpec network(JsonFields network, String mode) {
    var named = !network.text("name", "").isEmpty();
    var labels = network.textMap("labels");
    var spec =
        switch (mode) {
          case BRIDGE -> {
            if (named) {
              app.fault("networks", "Bridge networks may not have names");
            }
            yield new NetworkSpec.Bridge(labels);
          }
          case CONTAINER -> new NetworkSpec.Container(name(network, "name"), labels);
          default -> {
            if (named || !labels.isEmpty()) {
              app.fault("networks", "Host networks may not have names or labels");
            }
            yield new NetworkSpec.Host();
          }
        };
    for (var label : List.of(NetworkSpec.INGRESS_MBIT, NetworkSpec.EGRESS_MBIT)) {
      checkMbit(network, labels, label);
    }
    return spec;
  }

  private static String mode(JsonFields network) {
    var mode = network.text("mode", CONTAINER);
    if (!List.of(HOST, BRIDGE, CONTAINER).contains(mode)) {
      network.fault("mode", "must be host, container/bridge or container, not " + mode);
      return HOST;
    }
    return mode;
  }

  /** There is one, which need not be named, as with Marathon's default_network_name. */
  private static String name(JsonFields fields, String field) {
    var name = fields.text(field, NetworkSpec.CONTAINERS);
    if (!name.equals(NetworkSpec.CONTAINERS)) {
      fields.fault(
          field,
          "there is no network %s: the only one is %s".formatted(name, NetworkSpec.CONTAINERS));
    }
    return NetworkSpec.CONTAINERS;
  }

  private static void checkMbit(
      JsonFields network, SortedMap<String, String> labels, String label) {
    var text = labels.getOrDefault(label, "1");
    if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > MOST_MBIT) {
      network.fault("labels/" + label, "must be a whole number of Mbit/s from 1 to 100000");
    }
  }

  /** What else it says is refused by name. */
  private JsonFields container() {
    var container = app.object("container");
    for (var name : container.names()) {
      if (container.has(name)
          && !List.of("type", "portMappings").contains(name)
          && !AppReader.isNothing(container.raw(name))) {
        container.fault(
            name,
            name.equals("docker") || name.equals("appc")
                ? "is not supported yet: instances run the machine's own programs, not images"
                : "is not supported yet");
      }
    }
    var type = container.text("type", "MESOS");
    if (type.equals("DOCKER") && !container.has("docker")) {
      container.fault("type", "DOCKER needs an image, which is not supported yet: use MESOS");
    } else if (!List.of("MESOS", "DOCKER").contains(type)) {
      container.fault("type", "must be MESOS or DOCKER");
    }
    return container;
  }

  /** Those of {@code ipAddress.discovery}, which have no host ports. */
  private List<PortSpec> discovered() {
    var ports = new ArrayList<PortSpec>();
    for (var port : app.object("ipAddress").object("discovery").objects("ports")) {
      ports.add(
          new PortSpec(
              0,
              AppParts.protocol(port),
              AppParts.name(port),
              port.textMap("labels"),
              port.whole("number", 0, 0, 65_535),
              new HostPort.None()));
    }
    return List.copyOf(ports);
  }

  private static PortSpec mapping(JsonFields mapping, NetworkSpec network) {
    var networks = mapping.texts("networkNames");
    if (!networks.isEmpty() && !networks.equals(List.of(NetworkSpec.CONTAINERS))) {
      mapping.fault("networkNames", "may only name the app's network: " + NetworkSpec.CONTAINERS);
    }
    int fixed = mapping.whole("hostPort", 0, 0, 65_535);
    HostPort hostPort =
        fixed != 0
            ? new HostPort.Fixed(fixed)
            : mapping.has("hostPort") || network instanceof NetworkSpec.Bridge
                ? new HostPort.Any()
                : new HostPort.None();
    return new PortSpec(
        mapping.whole("servicePort", 0, 0, 65_535),
        AppParts.protocol(mapping),
        AppParts.name(mapping),
        mapping.textMap("labels"),
        mapping.whole("containerPort", 0, 0, 65_535),
        hostPort);
  }

  private void checkTogether(List<PortSpec> ports, List<JsonFields> mappings) {
    if (ports.size() > AppParts.MOST_PORTS) {
      app.fault("container/portMappings", "at most " + AppParts.MOST_PORTS + " ports");
    }
    var keys =
        Map.<String, Function<PortSpec, Object>>of(
            "name", PortSpec::name,
            "servicePort", PortSpec::port,
            "hostPort", port -> port.hostPort() instanceof HostPort.Fixed(var n) ? n : 0);
    for (var key : new TreeMap<>(keys).entrySet()) {
      var seen = new TreeSet<String>();
      for (int i = 0; i < mappings.size() && i < ports.size(); i++) {
        var value = key.getValue().apply(ports.get(i)).toString();
        if (!value.isEmpty() && !value.equals("0") && !seen.add(value)) {
          mappings.get(i).fault(key.getKey(), "is used twice: " + value);
        }
      }
    }
  }

  /** A route that can lead nowhere is better known before than looked for after. */
  private void routable(List<PortSpec> ports) {
    var labels = app.raw("labels");
    for (int i = 0; i < ports.size(); i++) {
      var label = "HAPROXY_" + i + "_VHOST";
      if (ports.get(i).hostPort() instanceof HostPort.None
          && labels.path(label) instanceof JsonNode node
          && node.isString()) {
        app.fault(
            "labels/" + label,
            "port %d has no hostPort, so only its own machine reaches it: give it hostPort 0"
                .formatted(i));
      }
    }
  }
}
