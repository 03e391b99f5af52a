package dev.ekiden.api.agentlink;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.NetworkSpec;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * At which ports an instance listens and is reached, in the order of its app's ports.
 *
 * @param listening in its own network, or its machine's if it has none
 * @param told what {@code PORT0} and so on say: the host port, and where there is none the other
 */
record InstancePorts(List<Integer> listening, List<Integer> told) {
  /** Of ports that were left to us and have no host port; others of the instance are left out. */
  private static final int FIRST_FREE = 20_000;

  static InstancePorts of(AppSpec spec, Instance instance) {
    var listening = new ArrayList<Integer>();
    var told = new ArrayList<Integer>();
    int free = FIRST_FREE;
    for (int i = 0; i < spec.ports().size(); i++) {
      int asked = spec.ports().get(i).containerPort();
      var hostPort = spec.hostPort(i, instance.ports());
      while (asked == 0 && hostPort.isEmpty() && isTaken(spec, instance, free)) {
        free++;
      }
      int port = asked != 0 ? asked : hostPort.isPresent() ? hostPort.getAsInt() : free++;
      listening.add(port);
      told.add(hostPort.orElse(port));
    }
    return new InstancePorts(List.copyOf(listening), List.copyOf(told));
  }

  private static boolean isTaken(AppSpec spec, Instance instance, int port) {
    return instance.ports().contains(port)
        || spec.ports().stream().anyMatch(one -> one.containerPort() == port);
  }

  /** What the agent is to make of it. */
  Network network(AppSpec spec, Instance instance) {
    if (!spec.network().own()) {
      return new Network.Host();
    }
    var mappings = new ArrayList<Network.Mapping>();
    for (int i = 0; i < spec.ports().size(); i++) {
      int hostPort = spec.hostPort(i, instance.ports()).orElse(0);
      for (var protocol : spec.ports().get(i).protocol().split(",")) {
        mappings.add(new Network.Mapping(listening.get(i), hostPort, protocol));
      }
    }
    return new Network.Own(
        mappings,
        spec.network().mbit(NetworkSpec.INGRESS_MBIT),
        spec.network().mbit(NetworkSpec.EGRESS_MBIT));
  }

  /**
   * Where a check by number asks: a host port means what is behind it, any other number is that of
   * the instance itself.
   */
  int behind(int number) {
    int index = told.indexOf(number);
    return index < 0 ? number : listening.get(index);
  }
}
