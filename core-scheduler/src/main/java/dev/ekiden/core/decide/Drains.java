package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Drain;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Emptying agents. What runs for ever is replaced elsewhere, each app keeping its minimum; jobs may
 * finish; what runs once on each agent goes last. What is left when time is up is told to end.
 */
final class Drains {
  private Drains() {}

  /** The agent's drain, if it is to be emptied and is not empty yet. */
  static Optional<Drain.Asked> asked(ClusterState state, AgentId agent) {
    return state
        .agent(agent)
        .map(Agent::drain)
        .filter(Drain.Asked.class::isInstance)
        .map(Drain.Asked.class::cast);
  }

  /** Why the instance is to be replaced, if its agent is being drained and it is to move. */
  static Optional<String> reason(ClusterState state, Instance instance) {
    return moves(state, instance)
        ? asked(state, instance.agent()).map(drain -> reason(instance.agent(), drain.by()))
        : Optional.empty();
  }

  /** Who wants the agent empty, whether or not it is. */
  static Optional<String> wantedBy(ClusterState state, AgentId agent) {
    return state
        .agent(agent)
        .flatMap(
            known ->
                switch (known.drain()) {
                  case Drain.None _ -> Optional.empty();
                  case Drain.Asked asked -> Optional.of(asked.by());
                  case Drain.Done done -> Optional.of(done.by());
                });
  }

  static String reason(AgentId agent, String by) {
    return "its agent " + agent.value() + " is being drained by " + by;
  }

  /** Whether another one elsewhere can take its place. */
  static boolean moves(ClusterState state, Instance instance) {
    return instance.active() && canMove(state, instance);
  }

  /** As {@link #moves}, whether or not it counts now. */
  static boolean canMove(ClusterState state, Instance instance) {
    return state
        .app(instance.app())
        .filter(
            app ->
                switch (app.spec().policy().workload()) {
                  case Workload.Service _ -> true;
                  case Workload.PerAgent _, Workload.Job _, Workload.Scheduled _ -> false;
                })
        .isPresent();
  }

  /** What was given up is known for its return only: without it the agent counts as empty. */
  static List<Fact> look(ClusterState state, Instant at) {
    var facts = new ArrayList<Fact>();
    for (var agent : state.drainingAgents()) {
      var left = state.instancesOn(agent.id()).stream().filter(Instance::charged).toList();
      if (left.isEmpty()) {
        facts.add(new Fact.AgentDrained(agent.id(), at));
      } else if (agent.drain() instanceof Drain.Asked drain) {
        end(state, left, drain, at, facts);
      }
    }
    return facts;
  }

  private static void end(
      ClusterState state, List<Instance> left, Drain.Asked drain, Instant at, List<Fact> facts) {
    boolean over = !drain.until().isAfter(at);
    if (over || left.stream().allMatch(instance -> isPerAgent(state, instance))) {
      for (var instance : left) {
        if (instance.active()) {
          var agent = instance.agent();
          var reason = reason(agent, drain.by()) + (over ? " and its time is up" : "");
          facts.add(new Fact.InstanceKillDecided(instance.id(), reason, at));
        }
      }
    }
  }

  private static boolean isPerAgent(ClusterState state, Instance instance) {
    return state
        .app(instance.app())
        .filter(app -> app.spec().policy().workload() instanceof Workload.PerAgent)
        .isPresent();
  }

  /** When time is up for the first of them that has not run out of it. */
  static Optional<Instant> nextLook(ClusterState state, Instant at) {
    return state.drainingAgents().stream()
        .map(Agent::drain)
        .filter(Drain.Asked.class::isInstance)
        .map(drain -> ((Drain.Asked) drain).until())
        .filter(until -> until.isAfter(at) && until.isBefore(Instant.MAX))
        .min(Instant::compareTo);
  }
}
