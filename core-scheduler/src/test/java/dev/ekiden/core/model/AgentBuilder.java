package dev.ekiden.core.model;

import java.util.SortedMap;
import java.util.TreeMap;

/** An agent of 4 cores, 4 GiB, 10 GiB disk and 1000 ports without attributes. */
public final class AgentBuilder {
  private final AgentId id;
  private Resources capacity = new Resources(4000, 4096, 10_240);
  private int firstPort = 31_000;
  private int lastPort = 31_999;
  private final SortedMap<String, String> attributes = new TreeMap<>();

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
    firstPort = first;
    lastPort = last;
    return this;
  }

  public AgentBuilder with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  public AgentSpec build() {
    return new AgentSpec(
        id, id.value() + ".local", "1", capacity, firstPort, lastPort, new TreeMap<>(attributes));
  }
}
