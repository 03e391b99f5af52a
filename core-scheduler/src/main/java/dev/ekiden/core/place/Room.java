package dev.ekiden.core.place;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What an agent still has while instances are being placed on it, tentatively. */
final class Room {
  /** Prime step by which the search for a free port moves on, so that ports are not reused soon. */
  private static final long PORT_STRIDE = 31;

  final Agent agent;
  private final ClusterState state;
  private final TreeSet<Integer> taken = new TreeSet<>();
  Resources used;
  int ofApp;

  Room(Agent agent, ClusterState state) {
    this.agent = agent;
    this.state = state;
    this.used = agent.used();
  }

  Resources free() {
    return agent.spec().capacity().without(used);
  }

  Optional<Veto> shortOf(Resources needed) {
    var free = free();
    if (needed.cpuMillis() > free.cpuMillis()) {
      return Optional.of(shortage(Veto.Kind.CPUS, needed.cpuMillis(), free.cpuMillis()));
    }
    if (needed.memMib() > free.memMib()) {
      return Optional.of(shortage(Veto.Kind.MEMORY, needed.memMib(), free.memMib()));
    }
    if (needed.diskMib() > free.diskMib()) {
      return Optional.of(shortage(Veto.Kind.DISK, needed.diskMib(), free.diskMib()));
    }
    return Optional.empty();
  }

  private Veto shortage(Veto.Kind kind, long needed, long free) {
    return new Veto.ShortOf(agent.id(), kind, needed, free);
  }

  Optional<Veto> portVeto(AppSpec spec) {
    if (spec.requirePorts()) {
      for (var port : spec.ports()) {
        if (port.port() != 0 && !isFree(port.port())) {
          return Optional.of(new Veto.PortTaken(agent.id(), port.port()));
        }
      }
    }
    int held = state.portsTaken(agent.id());
    int free = size() - held - taken.size();
    return spec.ports().size() > free
        ? Optional.of(new Veto.NoPorts(agent.id(), spec.ports().size(), free))
        : Optional.empty();
  }

  List<Integer> takePorts(AppSpec spec) {
    var ports = new ArrayList<Integer>();
    for (var port : spec.ports()) {
      if (spec.requirePorts() && port.port() != 0) {
        taken.add(port.port());
      }
    }
    for (var port : spec.ports()) {
      ports.add(spec.requirePorts() && port.port() != 0 ? port.port() : takeAny());
    }
    return List.copyOf(ports);
  }

  private int takeAny() {
    int start = (int) Math.floorMod(state.applied() * PORT_STRIDE, (long) size());
    for (int i = 0; i < size(); i++) {
      int port = agent.spec().ports().getFirst().first() + (start + i) % size();
      if (isFree(port)) {
        taken.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no free port on " + agent.id() + " though it had room");
  }

  private int size() {
    return agent.spec().ports().getLast().last() - agent.spec().ports().getFirst().first() + 1;
  }

  private boolean isFree(int port) {
    return port >= agent.spec().ports().getFirst().first()
        && port <= agent.spec().ports().getLast().last()
        && !taken.contains(port)
        && !state.portTaken(agent.id(), port);
  }
}
