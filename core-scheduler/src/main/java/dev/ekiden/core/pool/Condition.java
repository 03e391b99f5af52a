package dev.ekiden.core.pool;

import dev.ekiden.core.model.Constraint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * The part of a constraint that an agent meets or not, whatever runs where: what is asked of one
 * field of it. Source of the meanings: Marathon's constraints page.
 *
 * @param value empty where the kind needs none
 */
public record Condition(String field, Kind kind, String value) {
  private static final Pattern SCALAR =
      Pattern.compile("[+-]?([0-9]{1,18}(\\.[0-9]{0,18})?|\\.[0-9]{1,18})");

  /** How the field's value is held against the condition's. An agent without it is only UNLIKE. */
  public enum Kind {
    PRESENT,
    LIKE,
    UNLIKE,
    IS,
    EQUALS
  }

  /** A condition that stands ready to be asked often. */
  @FunctionalInterface
  interface Check {
    boolean holds(String actual);
  }

  public static Condition of(Constraint constraint) {
    var field = canonical(constraint.field());
    var value = constraint.value();
    return switch (constraint.operator()) {
      case LIKE -> new Condition(field, Kind.LIKE, value);
      case UNLIKE -> new Condition(field, Kind.UNLIKE, value);
      case IS -> new Condition(field, Kind.IS, value);
      case CLUSTER ->
          value.isEmpty()
              ? new Condition(field, Kind.PRESENT, "")
              : new Condition(field, Kind.EQUALS, value);
      case UNIQUE, MAX_PER, GROUP_BY -> new Condition(field, Kind.PRESENT, "");
    };
  }

  /** One spelling for fields that have two. */
  public static String canonical(String field) {
    return switch (field) {
      case "@hostname" -> "hostname";
      case "@zone" -> "zone";
      case "@region" -> "region";
      default -> field;
    };
  }

  Check check() {
    return switch (kind) {
      case PRESENT -> actual -> !actual.isEmpty();
      case EQUALS -> actual -> !actual.isEmpty() && value.equals(actual);
      case LIKE -> matching(Expression.Outcome.MATCHES);
      case UNLIKE -> {
        var differs = matching(Expression.Outcome.DIFFERS);
        yield actual -> actual.isEmpty() || differs.holds(actual);
      }
      case IS -> {
        var wanted = rounded(value);
        yield actual -> !actual.isEmpty() && wanted.equals(rounded(actual));
      }
    };
  }

  /** An expression that takes too long, or is none, is met by nobody. */
  private Check matching(Expression.Outcome wanted) {
    return Expression.of(value)
        .<Check>map(text -> actual -> !actual.isEmpty() && text.compare(actual) == wanted)
        .orElse(_ -> false);
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
}
