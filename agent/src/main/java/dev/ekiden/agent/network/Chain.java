package dev.ekiden.agent.network;

import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which CNI plugins make an instance's network, in order, with what each is told. The first makes
 * the interface and gives it its address; the others build on what it answered.
 *
 * @param leases where host-local keeps who has which address
 */
record Chain(Subnet subnet, Path leases) {
  static final String LOOPBACK = "loopback";
  static final String BRIDGE = "bridge";
  private static final String VERSION = "1.0.0";
  private static final long BITS_PER_MBIT = 1_000_000;

  /** A burst lasts as long as the kernel's timer may sleep, and holds some whole packets. */
  private static final long BURSTS_PER_SECOND = 50;

  private static final long LEAST_BURST_BITS = 8L * 64 * 1024;

  /** One call of a plugin. */
  record Link(String type, ObjectNode config) {}

  List<Link> links(Network.Own network) {
    var links = new ArrayList<Link>();
    links.add(plain(LOOPBACK));
    links.add(bridge());
    if (network.mappings().stream().anyMatch(mapping -> mapping.hostPort() != 0)) {
      links.add(portmap(network.mappings()));
    }
    links.add(plain("firewall"));
    if (network.ingressMbit() > 0 || network.egressMbit() > 0) {
      links.add(bandwidth(network));
    }
    return List.copyOf(links);
  }

  private Link plain(String type) {
    var config =
        Json.MAPPER
            .createObjectNode()
            .put("cniVersion", VERSION)
            .put("name", subnet.bridge())
            .put("type", type);
    return new Link(type, config);
  }

  private Link bridge() {
    var link = plain(BRIDGE);
    var config = link.config();
    config
        .put("bridge", subnet.bridge())
        .put("isGateway", true)
        .put("ipMasq", true)
        // An instance may come back to itself through its host port.
        .put("hairpinMode", true);
    var ipam = config.putObject("ipam").put("type", "host-local");
    ipam.put("dataDir", leases.toString());
    ipam.putArray("ranges").addArray().addObject().put("subnet", subnet.toString());
    ipam.putArray("routes").addObject().put("dst", "0.0.0.0/0");
    return link;
  }

  private Link portmap(List<Network.Mapping> mappings) {
    var link = plain("portmap");
    // So that 127.0.0.1 and neighbours on the bridge get answers, too.
    link.config().put("snat", true).putObject("capabilities").put("portMappings", true);
    var ports = link.config().putObject("runtimeConfig").putArray("portMappings");
    for (var mapping : mappings) {
      if (mapping.hostPort() != 0) {
        ports
            .addObject()
            .put("hostPort", mapping.hostPort())
            .put("containerPort", mapping.containerPort())
            .put("protocol", mapping.protocol());
      }
    }
    return link;
  }

  private Link bandwidth(Network.Own network) {
    var link = plain("bandwidth");
    link.config().putObject("capabilities").put("bandwidth", true);
    var limits = link.config().putObject("runtimeConfig").putObject("bandwidth");
    limit(limits, "ingress", network.ingressMbit());
    limit(limits, "egress", network.egressMbit());
    return link;
  }

  private static void limit(ObjectNode limits, String direction, int mbit) {
    if (mbit > 0) {
      var rate = mbit * BITS_PER_MBIT;
      limits.put(direction + "Rate", rate);
      limits.put(direction + "Burst", Math.max(LEAST_BURST_BITS, rate / BURSTS_PER_SECOND));
    }
  }
}
