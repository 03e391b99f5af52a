package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Docket;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A master that leads, or believes that it does: the control loop and the agent link of {@code api}
 * in small. Decides at once, writes in batches, and lets others hear of a fact only after that.
 */
final class Master {
  private static final long SILENCE_MILLIS = 20_000;
  private static final long WATCH_MILLIS = 5000;
  private static final long TICK_MILLIS = 2000;

  final long epoch;

  /** All that it has decided, and what of it is durable. */
  ClusterState state;

  final ClusterState view;
  boolean leads = true;
  long skewMillis;
  private final Simulation sim;
  private final long since;
  private final Map<AgentId, Link> links = new TreeMap<>();
  private final Map<AgentId, Long> heard = new TreeMap<>();
  private Docket docket;
  private List<Lot> pending = new ArrayList<>();
  private List<Lot> writing = List.of();
  private boolean crashed;

  /** Whether what is being written is in the journal already. */
  private boolean telling;

  /** What one event led to, and whom to tell. */
  private record Lot(Decision decision, List<Fact> facts, Consumer<Decision> answer) {
    void tell() {
      answer.accept(decision);
    }
  }

  Master(Simulation sim, long epoch, ClusterState state, ClusterState view, long skewMillis) {
    this.sim = sim;
    this.epoch = epoch;
    this.state = state;
    this.view = view;
    this.skewMillis = skewMillis;
    this.since = sim.agenda.now();
    this.docket = Docket.everything(state);
    sim.agenda.in(0, this::tick);
    sim.agenda.in(WATCH_MILLIS, this::watch);
  }

  /** Its own idea of the time. */
  Instant now() {
    return sim.agenda.instant().plusMillis(skewMillis);
  }

  /** Whether nothing that it decided is on its way to the journal. */
  boolean quiet() {
    return pending.isEmpty() && writing.isEmpty();
  }

  /** Whether all that it wrote has been heard, by itself too. */
  boolean caughtUp() {
    return !telling;
  }

  void submit(Function<Instant, Event> make, Consumer<Decision> answer) {
    if (!leads) {
      return;
    }
    var event = sim.mutant.event(this, make.apply(now()));
    if (event.isEmpty()) {
      return;
    }
    sim.trace.add("event", event.get());
    var decision = Scheduler.turn(state, docket, event.get(), sim.rules);
    var facts = sim.mutant.facts(this, event.get(), decision.facts());
    if (!facts.equals(decision.facts())) {
      decideInstead(facts);
    }
    boolean hasty = sim.mutant.answersAtOnce(event.get());
    if (hasty) {
      answer.accept(decision);
    }
    pending.add(new Lot(decision, facts, hasty ? _ -> {} : answer));
    if (sim.mutant.tellsAtOnce()) {
      facts.forEach(this::order);
    }
    if (writing.isEmpty()) {
      write();
    }
  }

  /** For a mutant: the state is as if other facts had been decided. */
  private void decideInstead(List<Fact> facts) {
    state = sim.journal.replay();
    if (!telling) {
      writing.forEach(lot -> lot.facts().forEach(state::apply));
    }
    pending.forEach(lot -> lot.facts().forEach(state::apply));
    facts.forEach(state::apply);
    docket = Docket.everything(state);
  }

  private void write() {
    writing = pending;
    pending = new ArrayList<>();
    if (writing.isEmpty()) {
      return;
    }
    var facts = writing.stream().flatMap(lot -> lot.facts().stream()).toList();
    sim.agenda.in(facts.isEmpty() ? 0 : sim.weather.commitMillis(), () -> written(facts));
  }

  private void written(List<Fact> facts) {
    if (crashed) {
      return;
    }
    if (!facts.isEmpty()) {
      var durable = sim.mutant.written(facts);
      if (!leads || !sim.journal.append(epoch, durable)) {
        stop();
        return;
      }
      sim.laws.committed(epoch, durable);
    }
    telling = true;
    sim.agenda.in(sim.chance.below(3), () -> told(facts));
  }

  private void told(List<Fact> facts) {
    if (crashed) {
      return;
    }
    facts.forEach(view::apply);
    if (!sim.mutant.tellsAtOnce()) {
      facts.forEach(this::order);
    }
    writing.forEach(Lot::tell);
    telling = false;
    writing = List.of();
    if (leads) {
      write();
    }
  }

  private void order(Fact fact) {
    switch (fact) {
      case Fact.InstancePlaced placed ->
          looked().instance(placed.id()).ifPresent(instance -> run(placed.agent(), instance));
      case Fact.InstanceKillDecided killed ->
          looked()
              .instance(killed.id())
              .ifPresent(instance -> kill(instance.agent(), instance.id().value()));
      case Fact.InstanceResizeAsked asked ->
          looked().instance(asked.id()).ifPresent(instance -> resize(instance.agent(), instance));
      case Fact.StrayFound stray -> {
        if (!sim.mutant.overlooksStrays()) {
          kill(stray.agent(), stray.instance());
        }
      }
      default -> {
        // Other facts ask nothing of agents.
      }
    }
  }

  private ClusterState looked() {
    return sim.mutant.tellsAtOnce() ? state : view;
  }

  private void run(AgentId agent, Instance instance) {
    var link = links.get(agent);
    var app = looked().app(instance.app());
    if (link == null || !link.taken || app.isEmpty()) {
      return;
    }
    var spec = app.get().definition(instance.configVersion());
    for (var id : sim.mutant.run(instance.id().value())) {
      sim.network.down(link, () -> link.agent.run(link, epoch, id, spec));
    }
  }

  private void resize(AgentId agent, Instance instance) {
    var link = links.get(agent);
    if (link == null || !link.taken || !instance.resizing()) {
      return;
    }
    if (instance.resize() instanceof Resize.Asked(_, var size, _)) {
      var id = instance.id().value();
      sim.network.down(link, () -> link.agent.resize(link, epoch, id, size));
    }
  }

  private void kill(AgentId agent, String instance) {
    var link = links.get(agent);
    if (link == null || !link.taken) {
      return;
    }
    for (var id : sim.mutant.kill(this, instance)) {
      sim.network.down(link, () -> link.agent.kill(link, epoch, id));
    }
  }

  /** First message on a connection. */
  void hello(Link link, AgentSpec spec, List<Event.Held> held) {
    if (!leads) {
      sim.network.breaks(link, 200);
      return;
    }
    var former = links.get(spec.id());
    if (former != null && former.openedAt > link.openedAt) {
      return;
    }
    links.put(spec.id(), link);
    if (former != null) {
      former.openAtMaster = false;
    }
    heard.put(spec.id(), sim.agenda.now());
    submit(at -> new Event.AgentHello(at, spec, held), _ -> welcome(link, held));
  }

  private void welcome(Link link, List<Event.Held> held) {
    if (!link.openAtMaster || link.taken) {
      return;
    }
    link.taken = true;
    sim.network.down(link, () -> link.agent.welcomed(link, epoch));
    var agent = link.agent.id;
    var there = new TreeSet<InstanceId>();
    for (var one : held) {
      there.add(one.instance());
      boolean wanted =
          view.instance(one.instance())
              .filter(instance -> instance.agent().equals(agent))
              .isPresent();
      if (!wanted && !sim.mutant.overlooksStrays()) {
        kill(agent, one.instance().value());
      }
    }
    for (var instance : view.instancesOn(agent)) {
      boolean isHeld = there.contains(instance.id());
      if (instance.condition() == Instance.Condition.STARTING && !isHeld) {
        run(agent, instance);
      } else if (!instance.active() || !isHeld) {
        // One that should run and is not there has ended: the answer says how.
        kill(agent, instance.id().value());
      } else {
        resize(agent, instance);
      }
    }
  }

  /** What an agent says and does not keep. */
  void heard(Link link, Function<Instant, Event> event) {
    heard.put(link.agent.id, sim.agenda.now());
    if (links.get(link.agent.id) == link) {
      submit(event, _ -> {});
    }
  }

  void report(Link link, Said said) {
    heard.put(link.agent.id, sim.agenda.now());
    if (links.get(link.agent.id) == link) {
      submit(said.event(), _ -> sim.network.down(link, () -> link.agent.acknowledged(said.seq())));
    }
  }

  /** The connection is over, as this end noticed. */
  void closed(Link link) {
    link.openAtMaster = false;
    link.taken = false;
    links.remove(link.agent.id, link);
  }

  private void tick() {
    if (leads) {
      submit(Event.Tick::new, _ -> {});
      sim.agenda.in(TICK_MILLIS, this::tick);
    }
  }

  /** Heartbeats are not sent one by one: who could have sent some, has. */
  private void watch() {
    if (!leads) {
      return;
    }
    long now = sim.agenda.now();
    for (var link : links.values()) {
      if (link.agent.up && link.openAtAgent && link.welcomed && !link.agent.cutUp) {
        heard.put(link.agent.id, now);
      }
    }
    if (now - since > SILENCE_MILLIS) {
      for (var agent : view.agents()) {
        if (agent.ready() && now - heard.getOrDefault(agent.id(), 0L) > SILENCE_MILLIS) {
          submit(at -> new Event.AgentSilent(at, agent.id()), _ -> {});
        }
      }
    }
    sim.agenda.in(WATCH_MILLIS, this::watch);
  }

  /** It knows that it leads no more. */
  void stop() {
    leads = false;
    cutOff(5000);
  }

  /** It is gone with all that it had not written or not told. */
  void crash() {
    crashed = true;
    leads = false;
    cutOff(15_000);
  }

  /** It loses all agents for a moment. */
  void cutOff(long withinMillis) {
    links.values().forEach(link -> sim.network.breaks(link, withinMillis));
  }
}
