package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A machine and the agent on it. What runs there is its own truth, whatever the leader believes: it
 * survives the agent's crash, not the machine's. Reports wait in the outbox until acknowledged.
 */
final class SimAgent {
  private static final long WELCOME_MILLIS = 10_000;
  private static final long NOTICES_SILENCE_MILLIS = 15_000;

  final AgentId id;
  AgentSpec spec;
  boolean up = true;
  boolean cutUp;
  boolean cutDown;
  final TreeMap<String, Copy> held = new TreeMap<>();
  private final Simulation sim;
  private final TreeSet<String> over = new TreeSet<>();
  private final TreeMap<Long, Said> outbox = new TreeMap<>();
  private Optional<Link> link = Optional.empty();
  private long seq;
  private long highestEpoch;
  private boolean dialling;

  SimAgent(Simulation sim, AgentSpec spec) {
    this.sim = sim;
    this.id = spec.id();
    this.spec = spec;
  }

  Optional<Link> link() {
    return link;
  }

  /** Dials when it finds the time, if it is not connected. */
  void dialSoon(long withinMillis) {
    if (!dialling) {
      dialling = true;
      sim.agenda.in(sim.chance.between(1, withinMillis), this::dial);
    }
  }

  private void dial() {
    dialling = false;
    if (!up || link.isPresent()) {
      return;
    }
    var master = sim.whomToDial();
    if (master.isEmpty()) {
      dialSoon(4000);
      return;
    }
    var opened = new Link(this, master.get(), sim.agenda.now());
    link = Optional.of(opened);
    var holding = held();
    var described = spec;
    sim.network.hello(opened, () -> master.get().hello(opened, described, holding));
    sim.agenda.in(
        WELCOME_MILLIS,
        () -> {
          if (!opened.welcomed) {
            hangUp(opened);
          }
        });
  }

  private List<Event.Held> held() {
    var all = new ArrayList<Event.Held>();
    held.forEach((name, copy) -> all.add(new Event.Held(new InstanceId(name), copy.runs())));
    return all;
  }

  void hangUp(Link which) {
    which.openAtAgent = false;
    if (link.filter(open -> open == which).isPresent()) {
      link = Optional.empty();
      dialSoon(5000);
    }
    if (!cutUp) {
      sim.agenda.in(sim.chance.between(1, 50), () -> which.master.closed(which));
    }
  }

  /** Whoever hears nothing for a while hangs up. */
  void cut(boolean upward, boolean downward) {
    cutUp |= upward;
    cutDown |= downward;
    link.ifPresent(open -> sim.agenda.in(NOTICES_SILENCE_MILLIS, () -> notice(open)));
  }

  private void notice(Link open) {
    if (cutDown || cutUp) {
      hangUp(open);
    }
  }

  void heal() {
    cutUp = false;
    cutDown = false;
  }

  void welcomed(Link which, long epoch) {
    if (epoch < highestEpoch && !sim.mutant.agentIgnoresEpoch()) {
      hangUp(which);
      return;
    }
    sim.laws.obeys(this, epoch, highestEpoch);
    highestEpoch = Math.max(highestEpoch, epoch);
    which.welcomed = true;
    sim.laws.inReach(this, which);
    List.copyOf(outbox.values()).forEach(said -> send(which, said));
  }

  private void send(Link which, Said said) {
    sim.network.up(which, () -> which.master.report(which, said));
  }

  void acknowledged(long number) {
    var said = outbox.remove(number);
    if (said != null) {
      sim.laws.acknowledged(said);
    }
  }

  /** Tells the leader, now or when there is one. */
  void say(String instance, boolean end, Function<Instant, Event> event) {
    if (sim.mutant.losesReport(end)) {
      return;
    }
    var said = new Said(++seq, instance, end, event);
    outbox.put(said.seq(), said);
    link.filter(open -> open.welcomed).ifPresent(open -> send(open, said));
  }

  private boolean refuses(long epoch) {
    if (epoch < highestEpoch && !sim.mutant.agentIgnoresEpoch()) {
      return true;
    }
    sim.laws.obeys(this, epoch, highestEpoch);
    highestEpoch = Math.max(highestEpoch, epoch);
    return false;
  }

  void run(Link which, long epoch, String instance, AppSpec app) {
    if (refuses(epoch) || held.containsKey(instance)) {
      return;
    }
    if (over.contains(instance) && !sim.mutant.agentRunsAgain()) {
      outbox.values().stream()
          .filter(said -> said.end() && said.instance().equals(instance))
          .findFirst()
          .ifPresent(said -> send(which, said));
      return;
    }
    var copy = new Copy(sim, this, instance, app);
    held.put(instance, copy);
    sim.laws.begins(this, instance);
    copy.start();
  }

  void kill(Link which, long epoch, String instance) {
    if (refuses(epoch)) {
      return;
    }
    var copy = held.get(instance);
    if (copy != null) {
      sim.laws.killed(this, instance);
      copy.kill();
    } else if (over.contains(instance)) {
      outbox.values().stream()
          .filter(said -> said.end() && said.instance().equals(instance))
          .findFirst()
          .ifPresentOrElse(
              said -> send(which, said),
              () -> say(instance, true, died(instance, End.Cause.KILLED, 137)));
    } else {
      say(instance, true, died(instance, End.Cause.LOST, -1));
    }
  }

  /** Answers are not kept: who did not hear one asks again. */
  void resize(Link which, long epoch, String instance, Resources size) {
    if (refuses(epoch)) {
      return;
    }
    var copy = held.get(instance);
    if (copy == null) {
      answer(instance, Resources.NONE, "it does not run here");
    } else {
      copy.resize(size, refusal -> answer(instance, copy.limits(), refusal));
    }
  }

  private void answer(String instance, Resources limits, String refusal) {
    var id = new InstanceId(instance);
    link.filter(open -> open.welcomed)
        .filter(_ -> up)
        .ifPresent(
            open ->
                sim.network.answer(
                    open,
                    () ->
                        open.master.heard(
                            open,
                            at ->
                                new Event.InstanceResized(
                                    at, id, limits.cpuMillis(), limits.memMib(), refusal))));
  }

  /** Nothing of the copy runs any more. */
  void ended(Copy copy, End.Cause cause, int code) {
    if (held.remove(copy.instance, copy)) {
      over.add(copy.instance);
      sim.laws.ends(copy.instance);
      say(copy.instance, true, died(copy.instance, cause, code));
    }
  }

  private static Function<Instant, Event> died(String instance, End.Cause cause, int code) {
    return at ->
        new Event.InstanceDied(
            at, new InstanceId(instance), new End(cause, code, "it ended", List.of(), at));
  }

  /** The agent's process goes; what it supervises stays. */
  void crash(long forMillis) {
    if (up) {
      up = false;
      link.ifPresent(this::hangUp);
      sim.agenda.in(forMillis, this::start);
    }
  }

  private void start() {
    up = true;
    dialSoon(500);
  }

  /** Everything on the machine ends; the agent finds its checkpoints again afterwards. */
  void reboot(long forMillis) {
    if (up) {
      crash(forMillis);
      List.copyOf(held.values()).forEach(copy -> ended(copy, End.Cause.MACHINE_RESTARTED, -1));
    }
  }

  /** As {@link #reboot}, and the disk is empty. */
  void wipe(long forMillis) {
    if (up) {
      crash(forMillis);
      List.copyOf(held.values())
          .forEach(
              copy -> {
                held.remove(copy.instance);
                sim.laws.forgotten(copy.instance);
              });
      over.forEach(sim.laws::forgotten);
      over.clear();
      outbox.clear();
      highestEpoch = 0;
    }
  }
}
