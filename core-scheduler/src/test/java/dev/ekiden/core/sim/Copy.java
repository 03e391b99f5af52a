package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import java.util.function.Consumer;

/**
 * What really runs on a machine for an instance. Its fate is drawn by the app's definition (a bad
 * version is bad everywhere) and by chance. In calm weather everything is well.
 */
final class Copy {
  /** Name of the variable in a definition that says what comes of its instances. */
  static final String FATE = "FATE";

  final String instance;
  final AppSpec app;
  private final Simulation sim;
  private final SimAgent agent;
  private Phase phase = Phase.STARTING;
  private boolean hangs;
  private boolean sick;
  private int kills;
  private Resources limits;

  /** When the kernel is through with the latest change of limits: one comes after the other. */
  private long resizedBy;

  private enum Phase {
    STARTING,
    RUNNING,
    KILLING
  }

  Copy(Simulation sim, SimAgent agent, String instance, AppSpec app) {
    this.sim = sim;
    this.agent = agent;
    this.instance = instance;
    this.app = app;
    this.limits = app.resources();
  }

  Resources limits() {
    return limits;
  }

  /** Memory in use is not taken away. What grows is never refused. */
  void resize(Resources size, Consumer<String> answer) {
    boolean shrinks = size.memMib() < limits.memMib();
    boolean refuses = shrinks && unlucky(0.3);
    resizedBy = Math.max(sim.agenda.now(), resizedBy) + sim.chance.between(1, 400);
    sim.agenda.in(
        resizedBy - sim.agenda.now(),
        () -> {
          if (gone() || phase != Phase.RUNNING) {
            answer.accept("it is starting or ending");
          } else if (refuses) {
            answer.accept("%s MiB are in use".formatted(limits.memMib()));
          } else {
            limits = size;
            sim.laws.sizing.resized(agent, this);
            answer.accept("");
          }
        });
  }

  boolean runs() {
    return phase != Phase.STARTING;
  }

  boolean running() {
    return phase == Phase.RUNNING;
  }

  private String fate() {
    return sim.calm ? "" : app.env().getOrDefault(FATE, "");
  }

  private boolean unlucky(double share) {
    return !sim.calm && sim.chance.lucky(share);
  }

  private boolean gone() {
    return agent.held.get(instance) != this;
  }

  void start() {
    var id = new InstanceId(instance);
    sim.agenda.in(
        sim.chance.between(20, 1500),
        () -> {
          if (!gone() && phase == Phase.STARTING) {
            agent.say(instance, false, at -> new Event.InstanceStepped(at, id, Milestone.UNPACKED));
          }
        });
    hangs = fate().equals("hangs") || unlucky(0.01);
    boolean fails = fate().equals("fails") || unlucky(0.02);
    if (!hangs) {
      sim.agenda.in(sim.chance.between(1500, 4000), fails ? this::fail : this::begin);
    }
  }

  private void fail() {
    if (phase == Phase.STARTING) {
      agent.ended(this, End.Cause.START_FAILED, -1);
    }
  }

  private void begin() {
    if (gone() || phase != Phase.STARTING) {
      return;
    }
    phase = Phase.RUNNING;
    long pid = sim.nextPid();
    var id = new InstanceId(instance);
    agent.say(instance, false, at -> new Event.InstanceStarted(at, id, pid));
    if (!app.healthChecks().isEmpty()) {
      boolean ill = fate().equals("sick");
      sim.agenda.in(sim.chance.between(50, 4000), () -> check(!ill));
    }
    if (!app.readiness().isEmpty() && !fate().equals("unready")) {
      sim.agenda.in(sim.chance.between(50, 6000), this::ready);
    }
    if (fate().equals("dies")) {
      sim.agenda.in(
          sim.chance.between(100, 15_000), () -> agent.ended(this, End.Cause.SIGNALED, 139));
    }
    if (!app.forEver()) {
      boolean fails = unlucky(0.2);
      sim.agenda.in(
          sim.chance.between(500, 40_000),
          () -> agent.ended(this, End.Cause.EXITED, fails ? 1 : 0));
    }
  }

  private void ready() {
    if (!gone() && phase == Phase.RUNNING) {
      agent.say(instance, false, at -> new Event.InstanceReadied(at, new InstanceId(instance)));
    }
  }

  /** Its checks pass or fail from now on. */
  void check(boolean healthy) {
    if (gone() || phase != Phase.RUNNING || app.healthChecks().isEmpty()) {
      return;
    }
    sick = !healthy;
    var cause = healthy ? "GET /health answered 200" : "GET /health answered 503";
    agent.say(
        instance,
        false,
        at -> new Event.InstanceChecked(at, new InstanceId(instance), healthy, cause));
  }

  /** Some end by themselves. */
  void die(End.Cause cause) {
    if (phase != Phase.KILLING) {
      agent.ended(this, cause, cause == End.Cause.EXITED ? sim.chance.below(2) : 1);
    }
  }

  /** Told to end: most do, some only when told again, or much later. */
  void kill() {
    kills++;
    boolean stubborn = kills == 1 && unlucky(0.05);
    phase = Phase.KILLING;
    long millis = stubborn ? sim.chance.between(60_000, 120_000) : sim.chance.between(1, 3000);
    sim.agenda.in(millis, () -> agent.ended(this, End.Cause.KILLED, 143));
  }

  /** Faults stop: what failed its checks passes them. */
  void calm() {
    if (sick) {
      check(true);
    }
    if (phase == Phase.RUNNING && !app.readiness().isEmpty()) {
      ready();
    }
  }
}
