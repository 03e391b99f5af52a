package dev.ekiden.core.model;

import java.util.SortedMap;

/**
 * An agent as it described itself.
 *
 * @param host name under which its instances are reached
 * @param firstPort and {@code lastPort}: host ports to hand out, inclusive
 */
public record AgentSpec(
    AgentId id,
    String host,
    String version,
    Resources capacity,
    int firstPort,
    int lastPort,
    SortedMap<String, String> attributes) {

  /**
   * Value that constraints compare, empty if the agent lacks the field. {@code hostname} is the
   * agent's name, as several agents may share a host.
   */
  public String field(String name) {
    return switch (name) {
      case "hostname", "@hostname" -> id.value();
      case "@zone" -> attributes.getOrDefault("zone", "");
      case "@region" -> attributes.getOrDefault("region", "");
      default -> attributes.getOrDefault(name, "");
    };
  }
}
