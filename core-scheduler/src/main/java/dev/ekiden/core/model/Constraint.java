package dev.ekiden.core.model;

/**
 * A rule on where instances may be, with Marathon's meaning (its constraints page).
 *
 * @param field {@code hostname}, {@code @hostname}, {@code @zone}, {@code @region} or an agent's
 *     attribute
 * @param value empty where the operator needs none
 */
public record Constraint(String field, Operator operator, String value) {

  /** As Marathon names them. */
  public enum Operator {
    UNIQUE,
    CLUSTER,
    GROUP_BY,
    LIKE,
    UNLIKE,
    MAX_PER,
    IS
  }

  /** As people write it: {@code rack LIKE r[12]}. */
  public String text() {
    return value.isEmpty() ? field + " " + operator : field + " " + operator + " " + value;
  }
}
