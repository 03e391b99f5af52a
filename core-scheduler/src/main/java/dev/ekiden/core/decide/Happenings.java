package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Drain;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Resize;
import dev.ekiden.core.supervise.Backoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What agents report, turned into facts. Reports may come twice or late: then nothing follows. */
final class Happenings {
  private Happenings() {}

  static List<Fact> hello(ClusterState state, Event.AgentHello event) {
    var facts = new ArrayList<Fact>();
    var id = event.agent().id();
    boolean known =
        state
            .agent(id)
            .filter(agent -> agent.ready() && agent.spec().equals(event.agent()))
            .isPresent();
    if (!known) {
      facts.add(new Fact.AgentJoined(event.agent(), event.at()));
    }
    var held = new TreeMap<InstanceId, Boolean>();
    event.held().forEach(one -> held.put(one.instance(), one.runs()));
    var returned = new ArrayList<Fact>();
    for (var instance : state.instancesOn(id)) {
      returned.addAll(returned(state, instance, held, event.at()));
    }
    if (!returned.isEmpty()) {
      goOnDraining(state, id, event.at()).ifPresent(facts::add);
    }
    facts.addAll(returned);
    facts.addAll(ResizeReports.notUnderstood(state, event));
    for (var one : held.keySet()) {
      if (state.instance(one).filter(instance -> instance.agent().equals(id)).isEmpty()) {
        facts.add(new Fact.StrayFound(id, one.value(), event.at()));
      }
    }
    return facts;
  }

  /** It was taken for empty, as all that was on it had been given up. */
  private static Optional<Fact> goOnDraining(ClusterState state, AgentId agent, Instant at) {
    return state
        .agent(agent)
        .map(Agent::drain)
        .filter(Drain.Done.class::isInstance)
        .flatMap(_ -> Drains.wantedBy(state, agent))
        .map(by -> new Fact.AgentDrainAsked(agent, by, at, Instant.MAX));
  }

  /**
   * What its agent's return means to an instance. One that ran and that the agent does not hold has
   * ended meanwhile: it is taken up again, so that its real end, which the agent tells when asked,
   * counts. One that was given up goes on if it still runs: only the rollout knows whether what was
   * started in its place serves by now, and ends what is too many.
   */
  private static List<Fact> returned(
      ClusterState state, Instance instance, SortedMap<InstanceId, Boolean> held, Instant at) {
    return switch (instance.condition()) {
      case UNREACHABLE -> {
        boolean runs = held.getOrDefault(instance.id(), instance.pid() > 0);
        yield List.of(new Fact.InstanceReturned(instance.id(), runs, at));
      }
      case INACTIVE -> {
        if (held.getOrDefault(instance.id(), false) && resumes(state, instance)) {
          yield resumed(state, instance, at);
        }
        var reason =
            instance.goal() == Instance.Goal.STOP
                ? instance.remark()
                : "another one took its place while its agent was silent";
        yield List.of(new Fact.InstanceKillDecided(instance.id(), reason, at));
      }
      case STARTING, RUNNING, KILLING -> List.of();
    };
  }

  /**
   * A job's work must not be done twice. An older version may serve only while the newer is being
   * rolled out: later it would be taken for what is wanted.
   */
  private static boolean resumes(ClusterState state, Instance instance) {
    return instance.goal() != Instance.Goal.STOP
        && state
            .app(instance.app())
            .filter(app -> app.spec().forEver())
            .filter(
                app ->
                    state.deploymentOf(app.id()).isPresent()
                        || (app.configVersion().equals(instance.configVersion())
                            && !becomesOther(instance)))
            .isPresent();
  }

  /** Its agent may have made it one of another version, which nobody waits for any more. */
  private static boolean becomesOther(Instance instance) {
    return instance.resize() instanceof Resize.Asked(var version, _, _)
        && !version.equals(instance.configVersion());
  }

  /** Who was given up was not told of a drain that began meanwhile. */
  private static List<Fact> resumed(ClusterState state, Instance instance, Instant at) {
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.InstanceReturned(instance.id(), true, at));
    if (instance.goal() == Instance.Goal.RUN && Drains.canMove(state, instance)) {
      Drains.wantedBy(state, instance.agent())
          .map(by -> Drains.reason(instance.agent(), by))
          .ifPresent(why -> facts.add(new Fact.InstanceReplaceDecided(instance.id(), why, at)));
    }
    return facts;
  }

  static List<Fact> silent(ClusterState state, Event.AgentSilent event) {
    if (state.agent(event.agent()).filter(Agent::ready).isEmpty()) {
      return List.of();
    }
    return List.of(new Fact.AgentLost(event.agent(), event.at()));
  }

  static List<Fact> stepped(ClusterState state, Event.InstanceStepped event) {
    return state
        .instance(event.instance())
        .filter(instance -> instance.reached().compareTo(event.milestone()) < 0)
        .<List<Fact>>map(
            _ -> List.of(new Fact.InstanceStepped(event.instance(), event.milestone(), event.at())))
        .orElse(List.of());
  }

  static List<Fact> started(ClusterState state, Event.InstanceStarted event) {
    return state
        .instance(event.instance())
        .filter(instance -> instance.pid() != event.pid())
        .<List<Fact>>map(
            _ ->
                List.of(
                    new Fact.InstanceRunning(
                        event.instance(), event.pid(), event.at(), event.address())))
        .orElse(List.of());
  }

  /**
   * An unhealthy instance is to be replaced, and goes on if it gets well before that. A job's is
   * told to end at once, as its work must not be done twice at the same time.
   */
  static List<Fact> checked(ClusterState state, Event.InstanceChecked event) {
    var found = state.instance(event.instance()).filter(Instance::active);
    var health = event.healthy() ? Instance.Health.HEALTHY : Instance.Health.UNHEALTHY;
    if (found.isEmpty() || found.get().health() == health) {
      return List.of();
    }
    var facts = new ArrayList<Fact>();
    facts.add(
        new Fact.InstanceChecked(event.instance(), event.healthy(), event.cause(), event.at()));
    consequence(state, found.get(), event).ifPresent(facts::add);
    return facts;
  }

  private static Optional<Fact> consequence(
      ClusterState state, Instance instance, Event.InstanceChecked event) {
    var id = instance.id();
    var drain = Drains.reason(state, instance);
    if (!event.healthy()) {
      var reason = "unhealthy: " + event.cause();
      boolean job = state.app(instance.app()).filter(app -> !app.spec().forEver()).isPresent();
      if (job) {
        return Optional.of(new Fact.InstanceKillDecided(id, reason, event.at()));
      }
      return instance.goal() == Instance.Goal.RUN
          ? Optional.of(new Fact.InstanceReplaceDecided(id, reason, event.at()))
          : Optional.empty();
    }
    if (instance.goal() != Instance.Goal.REPLACE || drain.equals(Optional.of(instance.remark()))) {
      return Optional.empty();
    }
    return drain
        .<Fact>map(reason -> new Fact.InstanceReplaceDecided(id, reason, event.at()))
        .or(() -> Optional.of(new Fact.InstanceKept(id, "healthy again", event.at())));
  }

  static List<Fact> readied(ClusterState state, Event.InstanceReadied event) {
    return state
        .instance(event.instance())
        .filter(instance -> instance.readiness() == Instance.Readiness.WAITING)
        .<List<Fact>>map(_ -> List.of(new Fact.InstanceReadied(event.instance(), event.at())))
        .orElse(List.of());
  }

  /** What is known of it only grows: a report that comes again or late says nothing new. */
  static List<Fact> listened(ClusterState state, Event.InstanceListened event) {
    var found = state.instance(event.instance());
    if (found.isEmpty()) {
      return List.of();
    }
    var known = found.get().unallocated();
    var all = known.and(event.unallocated());
    return all.equals(known)
        ? List.of()
        : List.of(new Fact.InstanceListened(event.instance(), all, event.at()));
  }

  static List<Fact> died(ClusterState state, Event.InstanceDied event) {
    var found = state.instance(event.instance());
    if (found.isEmpty()) {
      return List.of();
    }
    var instance = found.get();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.InstanceEnded(event.instance(), event.end()));
    state
        .app(instance.app())
        .filter(app -> fails(app, instance, event.end()))
        .flatMap(app -> pause(state, app, instance, event.at()))
        .ifPresent(facts::add);
    return facts;
  }

  /** Whether it ended so that the next one should wait. Of a job, exit code 0 is what it is for. */
  private static boolean fails(App app, Instance instance, End end) {
    return end.cause().delaysRestart()
        && !(end.succeeded() && !app.spec().forEver())
        && instance.active()
        && instance.configVersion().equals(app.configVersion());
  }

  /**
   * On an agent that is being drained it is not the app's fault: it may start elsewhere at once.
   */
  private static Optional<Fact> pause(ClusterState state, App app, Instance failed, Instant at) {
    if (Drains.asked(state, failed.agent()).isPresent()) {
      return app.pause() instanceof Pause.Until
          ? Optional.of(new Fact.AppUnpaused(app.id()))
          : Optional.empty();
    }
    var next = Backoff.after(app.spec().backoff(), app.pause(), failed, at);
    return Optional.of(new Fact.AppPaused(app.id(), next.until(), next.delay(), next.deaths()));
  }
}
