package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.state.Brake;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Drain;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators want of agents, and people of an app's delays. */
final class Operations {
  private Operations() {}

  static Decision resetDelay(ClusterState state, Event.DelayReset event) {
    var app = state.app(event.app());
    if (app.isEmpty()) {
      return Decision.refused(new Problem.NotFound("App", event.app().path()));
    }
    return switch (app.get().pause()) {
      case Pause.None _ -> Decision.refused(new Problem.NotFound("Delay", event.app().path()));
      case Pause.Until _ -> Decision.of(List.of(new Fact.AppUnpaused(event.app())));
    };
  }

  /** Asked again, only the time that it has is another. */
  static Decision drain(ClusterState state, Event.AgentDrainAsked event) {
    if (event.within().isNegative()) {
      return Decision.refused(
          new Problem.Invalid("the time to drain an agent within must not be negative"));
    }
    var agent = state.agent(event.agent());
    if (agent.isEmpty()) {
      return unknown(event.agent());
    }
    var until = event.within().isZero() ? Instant.MAX : event.at().plus(event.within());
    return switch (agent.get().drain()) {
      case Drain.Done _ -> Decision.of(List.of());
      case Drain.Asked asked when asked.until().equals(until) -> Decision.of(List.of());
      case Drain.Asked _, Drain.None _ -> {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact.AgentDrainAsked(event.agent(), event.by(), event.at(), until));
        var reason = Drains.reason(event.agent(), event.by());
        for (var instance : state.instancesOn(event.agent())) {
          if (instance.goal() == Instance.Goal.RUN && Drains.moves(state, instance)) {
            facts.add(new Fact.InstanceReplaceDecided(instance.id(), reason, event.at()));
          }
        }
        yield Decision.of(facts);
      }
    };
  }

  static Decision activate(ClusterState state, Event.AgentActivated event) {
    var agent = state.agent(event.agent());
    if (agent.isEmpty()) {
      return unknown(event.agent());
    }
    if (agent.get().drain() instanceof Drain.None) {
      return Decision.of(List.of());
    }
    var facts = new ArrayList<Fact>();
    facts.add(new Fact.AgentActivated(event.agent(), event.by(), event.at()));
    for (var instance : state.instancesOn(event.agent())) {
      boolean moves =
          instance.goal() == Instance.Goal.REPLACE
              && Drains.wantedBy(state, event.agent())
                  .map(by -> Drains.reason(event.agent(), by))
                  .equals(Optional.of(instance.remark()));
      if (moves) {
        var reason = "its agent " + event.agent().value() + " takes instances again";
        facts.add(new Fact.InstanceKept(instance.id(), reason, event.at()));
      }
    }
    return Decision.of(facts);
  }

  static Decision remove(ClusterState state, Event.AgentRemoved event) {
    var agent = state.agent(event.agent());
    if (agent.isEmpty()) {
      return unknown(event.agent());
    }
    var name = event.agent().value();
    // What was given up is known for its agent's return only, which is not awaited any more.
    boolean over = !agent.get().ready() && state.brake() instanceof Brake.Off;
    var lost = new ArrayList<Fact>();
    int left = 0;
    for (var instance : state.instancesOn(event.agent())) {
      if (over && instance.condition() == Instance.Condition.INACTIVE) {
        lost.add(new Fact.InstanceEnded(instance.id(), Supervision.lost(instance, event.at())));
      } else {
        left++;
      }
    }
    if (left > 0) {
      return Decision.refused(
          new Problem.Impossible(
              "%s still holds %s: drain it first, or kill what waits for it"
                  .formatted(name, left == 1 ? "an instance" : left + " instances")));
    }
    if (agent.get().ready() && !(agent.get().drain() instanceof Drain.Done)) {
      return Decision.refused(
          new Problem.Impossible(name + " reports and takes instances: drain it first"));
    }
    lost.add(new Fact.AgentRemoved(event.agent(), event.by(), event.at()));
    return Decision.of(lost);
  }

  private static Decision unknown(AgentId agent) {
    return Decision.refused(new Problem.NotFound("Agent", agent.value()));
  }
}
