package dev.ekiden.core.decide;

import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.supervise.Backoff;
import java.util.ArrayList;
import java.util.List;

/** What agents report, turned into facts. Reports may come twice or late: then nothing follows. */
final class Happenings {
  private Happenings() {}

  static List<Fact> hello(ClusterState state, Event.AgentHello event) {
    boolean known =
        state
            .agent(event.agent().id())
            .filter(agent -> agent.ready() && agent.spec().equals(event.agent()))
            .isPresent();
    return known ? List.of() : List.of(new Fact.AgentJoined(event.agent(), event.at()));
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
            _ -> List.of(new Fact.InstanceRunning(event.instance(), event.pid(), event.at())))
        .orElse(List.of());
  }

  /** An unhealthy instance is told to end; its replacement follows from its absence. */
  static List<Fact> checked(ClusterState state, Event.InstanceChecked event) {
    var found = state.instance(event.instance()).filter(Instance::active);
    var health = event.healthy() ? Instance.Health.HEALTHY : Instance.Health.UNHEALTHY;
    if (found.isEmpty() || found.get().health() == health) {
      return List.of();
    }
    var facts = new ArrayList<Fact>();
    facts.add(
        new Fact.InstanceChecked(event.instance(), event.healthy(), event.cause(), event.at()));
    if (!event.healthy()) {
      var reason = "unhealthy: " + event.cause();
      facts.add(new Fact.InstanceKillDecided(event.instance(), reason, event.at()));
    }
    return facts;
  }

  static List<Fact> readied(ClusterState state, Event.InstanceReadied event) {
    return state
        .instance(event.instance())
        .filter(instance -> instance.readiness() == Instance.Readiness.WAITING)
        .<List<Fact>>map(_ -> List.of(new Fact.InstanceReadied(event.instance(), event.at())))
        .orElse(List.of());
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
        .filter(app -> pauses(app, instance, event.end()))
        .ifPresent(
            app -> {
              var next = Backoff.after(app.spec().backoff(), app.pause(), event.at());
              facts.add(new Fact.AppPaused(app.id(), next.until(), next.delay(), next.deaths()));
            });
    return facts;
  }

  private static boolean pauses(App app, Instance instance, End end) {
    return end.cause().delaysRestart()
        && instance.active()
        && instance.configVersion().equals(app.configVersion());
  }
}
