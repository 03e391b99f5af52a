package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Constraint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether an agent may take one more instance under a constraint. Source of the meanings:
 * Marathon's constraints page; GROUP_BY's as released up to 1.10 (at least n groups, even spread).
 */
final class ConstraintRule {
  private ConstraintRule() {}

  /**
   * @param placed field values of the app's instances of the same version, with their counts
   * @param eligible distinct field values of all agents that are ready
   */
  static boolean accepts(
      Constraint constraint, AgentSpec agent, SortedMap<String, Integer> placed, int eligible) {
    var actual = agent.field(constraint.field());
    if (actual.isEmpty()) {
      return constraint.operator() == Constraint.Operator.UNLIKE;
    }
    int here = placed.getOrDefault(actual, 0);
    return switch (constraint.operator()) {
      case UNIQUE -> here == 0;
      case CLUSTER ->
          constraint.value().isEmpty()
              ? placed.isEmpty() || here > 0
              : constraint.value().equals(actual);
      case LIKE -> Pattern.matches(constraint.value(), actual);
      case UNLIKE -> !Pattern.matches(constraint.value(), actual);
      case MAX_PER -> here < Integer.parseInt(constraint.value());
      case IS -> rounded(constraint.value()).equals(rounded(actual));
      case GROUP_BY -> groupAccepts(constraint.value(), here, placed, eligible);
    };
  }

  private static boolean groupAccepts(
      String value, int here, SortedMap<String, Integer> placed, int eligible) {
    int groups = value.isEmpty() ? eligible : Integer.parseInt(value);
    if (here == 0) {
      return true;
    }
    int smallest = placed.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    return placed.size() >= groups && here == smallest;
  }

  private static String rounded(String text) {
    try {
      return new BigDecimal(text)
          .setScale(3, RoundingMode.HALF_EVEN)
          .stripTrailingZeros()
          .toPlainString();
    } catch (NumberFormatException notScalar) {
      return text;
    }
  }

  /** Counts of each value of the constraint's field among the given agents, one entry each. */
  static SortedMap<String, Integer> count(Constraint constraint, List<AgentSpec> agents) {
    var counts = new TreeMap<String, Integer>();
    for (var agent : agents) {
      var value = agent.field(constraint.field());
      if (!value.isEmpty()) {
        counts.merge(value, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Empty if the constraint makes sense, else what is wrong with it. */
  static String problem(Constraint constraint) {
    var value = constraint.value();
    return switch (constraint.operator()) {
      case UNIQUE -> value.isEmpty() ? "" : "UNIQUE takes no value";
      case CLUSTER -> "";
      case LIKE, UNLIKE -> regexProblem(constraint, value);
      case IS ->
          value.matches("[a-zA-Z0-9_/.-]+") ? "" : "IS needs a value of letters, digits, _ / . -";
      case MAX_PER -> isCount(value) ? "" : "MAX_PER needs a number";
      case GROUP_BY -> value.isEmpty() || isCount(value) ? "" : "GROUP_BY takes a number only";
    };
  }

  private static String regexProblem(Constraint constraint, String value) {
    if (value.isEmpty()) {
      return constraint.operator() + " needs a regular expression";
    }
    try {
      Pattern.compile(value);
      return "";
    } catch (PatternSyntaxException e) {
      return "not a regular expression: " + e.getDescription();
    }
  }

  private static boolean isCount(String value) {
    return value.matches("[1-9][0-9]{0,5}");
  }
}
