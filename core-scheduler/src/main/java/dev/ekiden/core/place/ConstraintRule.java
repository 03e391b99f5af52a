package dev.ekiden.core.place;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Constraint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Whether an agent may take one more instance under a constraint. Source of the meanings:
 * Marathon's constraints page; GROUP_BY's as released up to 1.10 (at least n groups, even spread).
 */
final class ConstraintRule {
  private static final Pattern SCALAR =
      Pattern.compile("[+-]?([0-9]{1,18}(\\.[0-9]{0,18})?|\\.[0-9]{1,18})");

  private ConstraintRule() {}

  /**
   * @param placed field values of the app's instances of the same version, with their counts
   * @param eligible distinct field values of all agents that could take a first instance
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
      case LIKE -> Expression.compare(constraint.value(), actual) == Expression.Outcome.MATCHES;
      case UNLIKE -> Expression.compare(constraint.value(), actual) == Expression.Outcome.DIFFERS;
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

  /** Scalars to three decimals; anything else, exponents included, is text. */
  private static String rounded(String text) {
    return SCALAR.matcher(text).matches()
        ? new BigDecimal(text)
            .setScale(3, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString()
        : text;
  }

  /** Empty if the constraint makes sense, else what is wrong with it. */
  static String problem(Constraint constraint) {
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
}
