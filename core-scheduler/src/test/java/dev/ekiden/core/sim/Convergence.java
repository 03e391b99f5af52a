package dev.ekiden.core.sim;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Whether everybody has what he wants, or waits for a reason that is true. */
final class Convergence {
  private static final int MOST_TOLD = 5;

  private final Simulation sim;
  private final Shadow shadow;

  Convergence(Simulation sim) {
    this.sim = sim;
    this.shadow = sim.laws.shadow;
  }

  /** What is not yet as it should be, some of it; empty if all is. */
  List<String> problems() {
    var leader = sim.leader();
    if (leader.isEmpty() || !leader.get().quiet()) {
      return List.of("the leader is busy");
    }
    var problems = new ArrayList<String>();
    var state = leader.get().state;
    for (var agent : sim.agents()) {
      if (agent.link().filter(link -> link.welcomed).isEmpty()) {
        problems.add(agent.id + " is not connected");
      } else if (state.agent(agent.id).filter(it -> it.ready()).isEmpty()) {
        problems.add(agent.id + " is connected and not seen");
      }
    }
    for (var app : state.apps()) {
      check(state, app, problems);
    }
    for (var instance : state.instances()) {
      if (instance.resizing()) {
        problems.add("waits for another size: " + instance);
      }
      if (!instance.active() || state.app(instance.app()).isEmpty()) {
        problems.add("left over: " + instance);
      }
    }
    for (var deployment : state.deployments()) {
      if (deployment.running() && !mayWait(state, deployment)) {
        problems.add("does not end: " + deployment);
      }
    }
    sim.laws.truth().keySet().stream()
        .filter(id -> shadow.live.keySet().stream().noneMatch(it -> it.value().equals(id)))
        .limit(1)
        .forEach(id -> problems.add("runs unwanted: " + id));
    return problems.subList(0, Math.min(MOST_TOLD, problems.size()));
  }

  private void check(ClusterState state, App app, List<String> problems) {
    var live = state.instancesOf(app.id());
    long ready = live.stream().filter(Instance::ready).count();
    boolean complete = ready == app.wanted() && live.size() == app.wanted();
    if (complete && (app.spec().forEver() || live.isEmpty())) {
      return;
    }
    if (!waits(app.id())) {
      problems.add(
          "%s wants %s, has %s, waiting %s, pause %s, %s"
              .formatted(
                  app.id(),
                  app.wanted(),
                  live,
                  app.waiting(),
                  app.pause(),
                  state.deploymentOf(app.id())));
    }
  }

  /** A deployment may be open as long as an app of it, or one that it depends on, waits. */
  private boolean mayWait(ClusterState state, Deployment deployment) {
    for (var action : deployment.actions()) {
      if (waits(action.app())) {
        return true;
      }
      for (var needed :
          state.app(action.app()).map(app -> app.spec().dependencies()).orElse(List.of())) {
        if (waits(needed)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Says that it waits, and is right. */
  private boolean waits(AppId id) {
    var known = shadow.apps.get(id);
    if (known == null) {
      return false;
    }
    return switch (known.waiting) {
      case Fact.AppWaits waits -> waits.missing() > 0 && !hasRoom(known);
      case Fact.AppWaitsForQuota waits ->
          waits.missing() > 0
              && id.groups().stream().anyMatch(group -> !sim.laws.placing.fits(group, known.spec));
      default -> false;
    };
  }

  private boolean hasRoom(Known known) {
    return shadow.machines.values().stream().anyMatch(machine -> takes(machine, known));
  }

  private boolean takes(Shadow.Machine machine, Known known) {
    var spec = known.spec;
    if (machine.silent || machine.draining || !Placing.mayUse(spec, machine.spec)) {
      return false;
    }
    var taken = sim.laws.placing.taken(machine, spec.id());
    if (!Placing.fits(machine.spec.capacity(), taken, spec.resources())) {
      return false;
    }
    return portsFit(machine, known)
        && Placing.constraints(spec).stream()
            .allMatch(
                rule ->
                    sim.laws.placing.holdsEvenly(
                        rule, machine.spec, spec.id(), known.configVersion));
  }

  private static boolean portsFit(Shadow.Machine machine, Known known) {
    var used = new HashSet<Integer>();
    machine.live.values().forEach(one -> used.addAll(one.fact.ports()));
    AgentSpec agent = machine.spec;
    int free = 0;
    for (var range : agent.ports()) {
      for (int port = range.first(); port <= range.last(); port++) {
        free += used.contains(port) ? 0 : 1;
      }
    }
    return free >= known.spec.ports().size()
        && (!known.spec.requirePorts()
            || known.spec.ports().stream()
                .allMatch(
                    port ->
                        port.port() == 0
                            || (agent.mayGive(port.port()) && !used.contains(port.port()))));
  }
}
