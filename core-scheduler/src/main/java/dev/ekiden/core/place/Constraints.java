package dev.ekiden.core.place;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.pool.Condition;
import dev.ekiden.core.pool.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks of constraints before they are accepted, and what kinds of them there are. */
public final class Constraints {
  private static final String HOSTNAME = "hostname";

  /** What definitions need of agents, as constraints. */
  private static final Map<Ability, Constraint> NEEDS =
      Stream.of(Ability.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  ability -> ability,
                  ability ->
                      new Constraint(
                          AgentSpec.field(ability), Constraint.Operator.CLUSTER, "yes")));

  private Constraints() {}

  /** As written by the app's owner, and what follows from the rest of the definition. */
  static List<Constraint> of(AppSpec spec) {
    var needs = spec.needs();
    return needs.isEmpty()
        ? spec.constraints()
        : Stream.concat(spec.constraints().stream(), needs.stream().map(NEEDS::get))
            .distinct()
            .toList();
  }

  /** For people. */
  static String text(Constraint constraint) {
    return need(constraint).map(Ability::text).orElseGet(constraint::text);
  }

  /** What the agent has instead, for people; empty if it has nothing of the kind. */
  static String actual(Constraint constraint, AgentSpec agent) {
    return need(constraint)
        .map(ability -> ability.lack(agent.version()))
        .orElseGet(() -> agent.field(constraint.field()));
  }

  private static Optional<Ability> need(Constraint constraint) {
    return NEEDS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(constraint))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Empty if the constraint makes sense, else what is wrong with it, for people. */
  public static String problem(Constraint constraint) {
    var value = constraint.value();
    return switch (constraint.operator()) {
      case UNIQUE -> value.isEmpty() ? "" : "UNIQUE takes no value";
      case CLUSTER -> "";
      case LIKE, UNLIKE ->
          value.isEmpty()
              ? constraint.operator() + " needs a regular expression"
              : Expression.problem(value);
      case IS ->
          value.matches("[a-zA-Z0-9_/.-]+") ? "" : "IS needs a value of letters, digits, _ / . -";
      case MAX_PER -> isCount(value) ? "" : "MAX_PER needs a number";
      case GROUP_BY -> value.isEmpty() || isCount(value) ? "" : "GROUP_BY takes a number only";
    };
  }

  private static boolean isCount(String value) {
    return value.matches("[1-9][0-9]{0,5}");
  }

  /** Whether where instances are decides who accepts one more. */
  static boolean counts(Constraint constraint) {
    return switch (constraint.operator()) {
      case UNIQUE, MAX_PER, GROUP_BY -> true;
      case CLUSTER -> constraint.value().isEmpty();
      case LIKE, UNLIKE, IS -> false;
    };
  }

  /** Whether it limits how many an agent takes, which each agent knows by itself. */
  static boolean limitsAgents(Constraint constraint) {
    return switch (constraint.operator()) {
      case UNIQUE, MAX_PER -> Condition.canonical(constraint.field()).equals(HOSTNAME);
      case CLUSTER, GROUP_BY, LIKE, UNLIKE, IS -> false;
    };
  }

  /** Most instances with one value, for those that limit it. */
  static int most(Constraint constraint) {
    return constraint.operator() == Constraint.Operator.UNIQUE
        ? 1
        : Integer.parseInt(constraint.value());
  }
}
