package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An agent as it described itself.
 *
 * @param host name under which its instances are reached
 * @param ports host ports to hand out, in ascending ranges that do not overlap
 * @param abilities words of what not every agent can, see {@link Ability}; sorted
 */
public record AgentSpec(
    AgentId id,
    String host,
    String version,
    Resources capacity,
    List<PortRange> ports,
    SortedMap<String, String> attributes,
    List<String> abilities) {
  /** Role of an agent that says nothing of it, and of apps that do not ask for another. */
  public static final String ANY_ROLE = "*";

  /** Begins the fields of abilities, which are "yes" on agents that have them. */
  private static final String ABLE = "@can:";

  public AgentSpec {
    ports = ports.stream().sorted().toList();
    // Missing in journals of old.
    abilities = abilities == null ? List.of() : abilities.stream().sorted().distinct().toList();
    for (int i = 1; i < ports.size(); i++) {
      if (ports.get(i).first() <= ports.get(i - 1).last()) {
        throw new IllegalArgumentException("port ranges overlap: " + ports);
      }
    }
  }

  /** One that has none of the {@link Ability abilities}. */
  public AgentSpec(
      AgentId id,
      String host,
      String version,
      Resources capacity,
      List<PortRange> ports,
      SortedMap<String, String> attributes) {
    this(id, host, version, capacity, ports, attributes, List.of());
  }

  /** The same with one range of ports; none if it ends before it starts. */
  public AgentSpec(
      AgentId id,
      String host,
      String version,
      Resources capacity,
      int firstPort,
      int lastPort,
      SortedMap<String, String> attributes) {
    this(
        id,
        host,
        version,
        capacity,
        firstPort > lastPort ? List.of() : List.of(new PortRange(firstPort, lastPort)),
        attributes);
  }

  /** Journals once held a single range as two numbers. */
  @JsonCreator
  static AgentSpec read(
      AgentId id,
      String host,
      String version,
      Resources capacity,
      @Nullable List<PortRange> ports,
      int firstPort,
      int lastPort,
      SortedMap<String, String> attributes,
      List<String> abilities) {
    return ports == null
        ? new AgentSpec(id, host, version, capacity, firstPort, lastPort, attributes)
        : new AgentSpec(id, host, version, capacity, ports, attributes, abilities);
  }

  /** The same with other abilities, each by its {@link Ability#word}; others are kept as well. */
  public AgentSpec withAbilities(List<String> words) {
    return new AgentSpec(id, host, version, capacity, ports, attributes, words);
  }

  public boolean can(Ability ability) {
    return abilities.contains(ability.word());
  }

  /** Name of the {@link #field} that tells whether an agent has it. */
  public static String field(Ability ability) {
    return ABLE + ability.word();
  }

  /**
   * Value that constraints compare, empty if the agent lacks the field. {@code hostname} is the
   * agent's name, as several agents may share a host.
   */
  public String field(String name) {
    return switch (name) {
      case "hostname", "@hostname" -> id.value();
      case "@zone" -> attributes.getOrDefault("zone", "");
      case "@region" -> attributes.getOrDefault("region", "");
      default ->
          name.startsWith(ABLE)
              ? abilities.contains(name.substring(ABLE.length())) ? "yes" : ""
              : attributes.getOrDefault(name, "");
    };
  }

  /** Who may use it: its attribute {@code role}, or {@link #ANY_ROLE}. */
  public String role() {
    return attributes.getOrDefault("role", ANY_ROLE);
  }

  public boolean mayGive(int port) {
    return ports.stream().anyMatch(range -> range.contains(port));
  }
}
