package dev.ekiden.core.model;

import java.util.SortedMap;

/**
 * A port that each instance gets.
 *
 * @param port service port, or the host port too where the app requires its ports; 0: any
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 * @param name empty if it has none
 */
public record PortSpec(int port, String protocol, String name, SortedMap<String, String> labels) {
  public PortSpec {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port must be 0 to 65535: " + port);
    }
  }
}
