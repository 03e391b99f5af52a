package dev.ekiden.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An agent of 4 cores, 4 GiB, 10 GiB disk and 1000 ports without attributes, able to all. */
public final class AgentBuilder {
  private final AgentId id;
  private Resources capacity = new Resources(4000, 4096, 10_240);
  private List<PortRange> ranges = List.of(new PortRange(31_000, 31_999));
  private final SortedMap<String, String> attributes = new TreeMap<>();

  private final List<String> abilities =
      new ArrayList<>(Stream.of(Ability.values()).map(Ability::word).toList());

  private AgentBuilder(AgentId id) {
    this.id = id;
  }

  public static AgentBuilder agent(String name) {
    return new AgentBuilder(new AgentId(name));
  }

  public AgentBuilder capacity(long cpuMillis, long memMib, long diskMib) {
    capacity = new Resources(cpuMillis, memMib, diskMib);
    return this;
  }

  public AgentBuilder ports(int first, int last) {
    ranges = first > last ? List.of() : List.of(new PortRange(first, last));
    return this;
  }

  public AgentBuilder ports(PortRange... all) {
    ranges = List.of(all);
    return this;
  }

  public AgentBuilder gpus(int count) {
    capacity = new Resources(capacity.cpuMillis(), capacity.memMib(), capacity.diskMib(), count);
    return this;
  }

  public AgentBuilder with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  public AgentBuilder cannot(Ability ability) {
    abilities.remove(ability.word());
    return this;
  }

  public AgentSpec build() {
    return new AgentSpec(
        id, id.value() + ".local", "1", capacity, ranges, new TreeMap<>(attributes), abilities);
  }
}
