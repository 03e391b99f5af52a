package dev.ekiden.core.model;

import java.util.SortedMap;

/**
 * A port that each instance gets.
 *
 * @param port service port, or the host port too where the app requires its ports; 0: any
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 * @param name empty if it has none
 * @param containerPort at which an instance listens in a network of its own; 0: at the number of
 *     the host port. 0 in the machine's network
 * @param hostPort of instances in networks of their own
 */
public record PortSpec(
    int port,
    String protocol,
    String name,
    SortedMap<String, String> labels,
    int containerPort,
    HostPort hostPort) {
  public PortSpec {
    // Journals of old know only the machine's network.
    hostPort = hostPort == null ? new HostPort.Any() : hostPort;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port must be 0 to 65535: " + port);
    }
    if (containerPort < 0 || containerPort > 65_535) {
      throw new IllegalArgumentException("a container port must be 0 to 65535: " + containerPort);
    }
  }

  /** One in the machine's network. */
  public PortSpec(int port, String protocol, String name, SortedMap<String, String> labels) {
    this(port, protocol, name, labels, 0, new HostPort.Any());
  }

  /** The same with another service port. */
  public PortSpec withPort(int other) {
    return new PortSpec(other, protocol, name, labels, containerPort, hostPort);
  }
}
