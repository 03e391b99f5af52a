package dev.ekiden.core.sim;

/**
 * Carries messages between agents and masters: late, lost, twice or out of order, and not at all
 * where the way is cut, one way or both. Orders come in order, as TCP has it; reports need not.
 */
final class Network {
  private static final double LOST = 0.004;
  private static final double BREAKS = 0.6;
  private static final double OVERTAKES = 0.05;
  private static final double TWICE = 0.04;
  private static final double LATE = 0.02;

  private final Simulation sim;

  Network(Simulation sim) {
    this.sim = sim;
  }

  /** What opens a connection: comes first, once, or not at all. */
  void hello(Link link, Runnable deliver) {
    if (!link.agent.cutUp) {
      link.lastUp = sim.agenda.now() + latency();
      sim.agenda.in(link.lastUp - sim.agenda.now(), deliver);
    }
  }

  void up(Link link, Runnable deliver) {
    if (isLost(link, link.agent.cutUp)) {
      return;
    }
    Runnable guarded =
        () -> {
          if (link.openAtMaster) {
            deliver.run();
          }
        };
    long delay = latency();
    if (sim.calm || !sim.chance.lucky(OVERTAKES)) {
      link.lastUp = Math.max(link.lastUp, sim.agenda.now() + delay);
      delay = link.lastUp - sim.agenda.now();
    }
    sim.agenda.in(delay, guarded);
    if (!sim.calm && sim.chance.lucky(TWICE)) {
      sim.agenda.in(delay + sim.chance.about(3000), guarded);
    }
  }

  /** What an agent says once and does not keep: comes in order, and once. */
  void answer(Link link, Runnable deliver) {
    if (isLost(link, link.agent.cutUp)) {
      return;
    }
    link.lastUp = Math.max(link.lastUp, sim.agenda.now() + latency());
    sim.agenda.in(
        link.lastUp - sim.agenda.now(),
        () -> {
          if (link.openAtMaster) {
            deliver.run();
          }
        });
  }

  void down(Link link, Runnable deliver) {
    if (isLost(link, link.agent.cutDown)) {
      return;
    }
    link.lastDown = Math.max(link.lastDown, sim.agenda.now() + latency());
    sim.agenda.in(
        link.lastDown - sim.agenda.now(),
        () -> {
          if (link.openAtAgent && link.agent.up) {
            deliver.run();
          }
        });
  }

  private boolean isLost(Link link, boolean cut) {
    if (!cut && (sim.calm || !sim.chance.lucky(LOST))) {
      return false;
    }
    if (sim.chance.lucky(BREAKS)) {
      breaks(link, 10_000);
    } else {
      link.lossy = true;
    }
    return true;
  }

  /** Both ends notice, each in its time. */
  void breaks(Link link, long withinMillis) {
    sim.agenda.in(sim.chance.between(0, withinMillis), () -> link.agent.hangUp(link));
    sim.agenda.in(sim.chance.between(0, withinMillis), () -> link.master.closed(link));
  }

  private long latency() {
    return !sim.calm && sim.chance.lucky(LATE) ? sim.chance.about(4000) : sim.chance.between(1, 20);
  }
}
