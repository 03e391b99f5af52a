package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.state.Agent;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One constraint of an app that is being placed, and how its field's values are used so far. */
final class ConstraintCount {
  private final Constraint constraint;
  private final int eligible;
  private final SortedMap<String, Integer> placed = new TreeMap<>();

  private ConstraintCount(Constraint constraint, int eligible) {
    this.constraint = constraint;
    this.eligible = eligible;
  }

  /** Groups are counted over the agents that all constraints let take a first instance. */
  static List<ConstraintCount> of(List<Constraint> constraints, Collection<Agent> agents) {
    var possible =
        agents.stream()
            .filter(Agent::ready)
            .map(Agent::spec)
            .filter(agent -> constraints.stream().allMatch(one -> acceptsFirst(one, agent)))
            .toList();
    return constraints.stream()
        .map(constraint -> new ConstraintCount(constraint, values(constraint, possible)))
        .toList();
  }

  private static boolean acceptsFirst(Constraint constraint, AgentSpec agent) {
    return ConstraintRule.accepts(constraint, agent, Collections.emptySortedMap(), 0);
  }

  private static int values(Constraint constraint, List<AgentSpec> agents) {
    var values = new TreeSet<String>();
    agents.forEach(agent -> values.add(agent.field(constraint.field())));
    return values.size();
  }

  Constraint constraint() {
    return constraint;
  }

  /** Whether the agent may take one more instance. */
  boolean accepts(AgentSpec agent) {
    return ConstraintRule.accepts(constraint, agent, placed, eligible);
  }

  /** An instance is on the agent. */
  void add(AgentSpec agent) {
    var value = agent.field(constraint.field());
    if (!value.isEmpty()) {
      placed.merge(value, 1, Integer::sum);
    }
  }

  /** Instances in the agent's group, 0 if the constraint makes no groups. */
  int crowd(AgentSpec agent) {
    return constraint.operator() == Constraint.Operator.GROUP_BY
        ? placed.getOrDefault(agent.field(constraint.field()), 0)
        : 0;
  }
}
