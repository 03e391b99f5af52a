package dev.ekiden.core.sim;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.End;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What goes wrong: machines, processes, ways, masters, clocks, the database. */
final class Weather {
  private final Simulation sim;
  private boolean slowDisk;

  Weather(Simulation sim) {
    this.sim = sim;
  }

  void begin() {
    sim.agenda.in(sim.chance.about(sim.size.faultMillis()), this::strike);
  }

  /** How long the database takes for a batch. */
  long commitMillis() {
    return slowDisk && !sim.calm ? sim.chance.between(300, 3000) : sim.chance.between(1, 8);
  }

  private void strike() {
    if (sim.calm) {
      return;
    }
    int dice = sim.chance.below(100);
    var agent = sim.chance.one(sim.agents());
    if (dice < 18) {
      cut(agent, sim.chance.between(1000, 70_000));
    } else if (dice < 26) {
      agent.crash(sim.chance.between(500, 40_000));
    } else if (dice < 32) {
      agent.reboot(sim.chance.between(5000, 90_000));
      if (sim.chance.lucky(0.2)) {
        agent.spec = changed(agent.spec);
      }
    } else if (dice < 34) {
      agent.wipe(sim.chance.between(5000, 60_000));
    } else if (dice < 40) {
      agent.link().ifPresent(link -> sim.network.breaks(link, 3000));
    } else if (dice < 62) {
      die(agent);
    } else if (dice < 80) {
      flip(agent);
    } else if (dice < 88) {
      sim.changeLeader();
    } else if (dice < 92) {
      slowDisk = true;
      sim.agenda.in(sim.chance.between(3000, 30_000), () -> slowDisk = false);
    } else if (dice < 96) {
      sim.leader().ifPresent(leader -> leader.skewMillis += sim.chance.between(-400, 3000));
    } else if (dice < 98) {
      many();
    } else {
      sim.addAgent();
    }
    sim.agenda.in(sim.chance.about(sim.size.faultMillis()), this::strike);
  }

  private void cut(SimAgent agent, long millis) {
    boolean upward = sim.chance.lucky(0.7);
    agent.cut(upward, !upward || sim.chance.lucky(0.6));
    sim.agenda.in(millis, agent::heal);
  }

  /** A whole part of the machines is cut off or goes down at once. */
  private void many() {
    double share = sim.chance.between(20, 70) / 100.0;
    boolean power = sim.chance.lucky(0.3);
    long millis = sim.chance.between(10_000, 100_000);
    for (var agent : sim.agents()) {
      if (sim.chance.lucky(share)) {
        if (power) {
          agent.reboot(millis + sim.chance.between(0, 20_000));
        } else {
          agent.cut(true, true);
          sim.agenda.in(millis + sim.chance.between(0, 3000), agent::heal);
        }
      }
    }
  }

  private void die(SimAgent agent) {
    var cause =
        sim.chance.one(
            List.of(
                End.Cause.EXITED,
                End.Cause.SIGNALED,
                End.Cause.OUT_OF_MEMORY,
                End.Cause.START_FAILED));
    sim.chance.maybeOne(new ArrayList<>(agent.held.values())).ifPresent(copy -> copy.die(cause));
  }

  private void flip(SimAgent agent) {
    sim.chance
        .maybeOne(new ArrayList<>(agent.held.values()))
        .ifPresent(
            copy -> {
              copy.check(false);
              if (sim.chance.lucky(0.5)) {
                sim.agenda.in(sim.chance.between(500, 20_000), () -> copy.check(true));
              }
            });
  }

  /** The machine comes back with other attributes, and an agent of old that lacks abilities. */
  private AgentSpec changed(AgentSpec spec) {
    var attributes = new TreeMap<>(spec.attributes());
    attributes.put("rack", "r" + sim.chance.below(5));
    return new AgentSpec(
        spec.id(), spec.host(), spec.version() + "+", spec.capacity(), spec.ports(), attributes);
  }
}
