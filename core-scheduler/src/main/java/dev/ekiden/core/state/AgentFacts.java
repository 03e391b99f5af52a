package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import java.util.List;
import java.util.function.IntConsumer;

/** What facts about agents do. */
final class AgentFacts {
  private final ClusterState state;
  private final Watcher watcher;

  AgentFacts(ClusterState state, Watcher watcher) {
    this.state = state;
    this.watcher = watcher;
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.AgentJoined(var spec, var at) -> {
        state.agents.joined(spec, at);
        touched(spec.id());
      }
      case Fact.AgentLost(var agent, var at) ->
          on(
              agent,
              slot -> {
                state.agents.lost(slot, at);
                for (var instance : state.instances.on(slot)) {
                  state.replace(instance, instance.silenced(at));
                  watcher.changed(instance.app());
                }
                watcher.quotaFreed();
                touched(agent);
              });
      case Fact.AgentDrainAsked(var agent, var by, var at, var until) ->
          drain(agent, new Drain.Asked(by, at, until));
      case Fact.AgentDrained(var agent, var at) ->
          state
              .agent(agent)
              .map(Agent::drain)
              .filter(Drain.Asked.class::isInstance)
              .map(Drain.Asked.class::cast)
              .ifPresent(asked -> drain(agent, new Drain.Done(asked.by(), at)));
      case Fact.AgentActivated(var agent, _, _) -> drain(agent, new Drain.None());
      case Fact.AgentRemoved(var agent, _, _) -> on(agent, slot -> remove(agent, slot));
      case Fact.BrakeEngaged(var silent, var known, var at) ->
          state.brake = new Brake.On(silent, known, at);
      case Fact.BrakeReleased _ -> release();
      case Fact.RoomHeld(var agent, var app, var resources, var until) -> {
        var hold = new Hold(agent, app, resources, until);
        on(
            agent,
            slot -> {
              unhold(agent, app, slot);
              state.holds.put(hold);
              state.agents.pool.take(slot, resources, List.of());
              watcher.changed(app);
            });
      }
      case Fact.RoomReleased(var agent, var app) ->
          on(
              agent,
              slot -> {
                unhold(agent, app, slot);
                watcher.roomFreed(agent);
              });
      default -> throw new IllegalArgumentException("not about an agent: " + fact);
    }
  }

  private void unhold(AgentId agent, AppId app, int slot) {
    state
        .holds
        .remove(app, agent)
        .ifPresent(hold -> state.agents.pool.give(slot, hold.resources(), List.of()));
  }

  private void on(AgentId agent, IntConsumer action) {
    int slot = state.agents.pool.slotOf(agent);
    if (slot >= 0) {
      action.accept(slot);
    }
  }

  private void drain(AgentId agent, Drain drain) {
    on(
        agent,
        slot -> {
          state.agents.drain(slot, drain);
          for (var instance : state.instances.on(slot)) {
            watcher.changed(instance.app());
          }
          touched(agent);
        });
  }

  private void remove(AgentId agent, int slot) {
    if (!state.instances.on(slot).isEmpty() || !state.foreign.tasksOn(agent).isEmpty()) {
      return;
    }
    state.holds.on(agent).forEach(hold -> unhold(agent, hold.app(), slot));
    state.agents.remove(slot);
    watcher.agentsChanged();
  }

  private void touched(AgentId agent) {
    watcher.agentsChanged();
    watcher.roomFreed(agent);
  }

  private void release() {
    state.brake = new Brake.Off();
    for (var agent : state.agents.all()) {
      if (!agent.ready()) {
        for (var instance : state.instancesOn(agent.id())) {
          watcher.changed(instance.app());
        }
      }
    }
  }
}
