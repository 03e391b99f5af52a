package dev.ekiden.api.applications;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.NetworkSpec;
import dev.ekiden.core.model.PortSpec;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code networks} and the ports, where Marathon has them for that kind of network. */
final class NetworkWriter {
  private NetworkWriter() {}

  /**
   * @param servicePorts stand for those that were left to us
   */
  static void write(AppSpec spec, List<Integer> servicePorts, ObjectNode app) {
    if (spec.network().own()) {
      // Marathon's word for what runs without an image.
      var container = app.putObject("container").put("type", "MESOS");
      container.putArray("volumes");
      var mappings = container.putArray("portMappings");
      for (int i = 0; i < spec.ports().size(); i++) {
        mapping(spec.ports().get(i), servicePort(spec, servicePorts, i), mappings.addObject());
      }
    }
    var network = app.putArray("networks").addObject();
    network.put("mode", spec.network().mode());
    if (spec.network() instanceof NetworkSpec.Container(var name, _)) {
      network.put("name", name);
    }
    if (!spec.network().labels().isEmpty()) {
      network.set("labels", AppWriter.texts(spec.network().labels()));
    }
    if (!spec.network().own()) {
      var definitions = app.putArray("portDefinitions");
      for (int i = 0; i < spec.ports().size(); i++) {
        var port = spec.ports().get(i);
        rest(port, definitions.addObject().put("port", servicePort(spec, servicePorts, i)));
      }
    }
  }

  private static int servicePort(AppSpec spec, List<Integer> servicePorts, int index) {
    return index < servicePorts.size() ? servicePorts.get(index) : spec.ports().get(index).port();
  }

  private static void mapping(PortSpec port, int servicePort, ObjectNode node) {
    node.put("containerPort", port.containerPort());
    switch (port.hostPort()) {
      case HostPort.Any _ -> node.put("hostPort", 0);
      case HostPort.Fixed(var number) -> node.put("hostPort", number);
      case HostPort.None _ -> {
        // Not there is how Marathon says it.
      }
    }
    rest(port, node.put("servicePort", servicePort));
  }

  private static void rest(PortSpec port, ObjectNode node) {
    node.put("protocol", port.protocol());
    if (!port.name().isEmpty()) {
      node.put("name", port.name());
    }
    node.set("labels", AppWriter.texts(port.labels()));
  }
}
