package dev.ekiden.core.model;

/**
 * A constraint that should hold but need not.
 *
 * @param weight 1 to 100: how much it counts against other preferences
 */
public record Preference(Constraint constraint, int weight) {
  public Preference {
    if (weight < 1 || weight > 100) {
      throw new IllegalArgumentException("the weight of a preference must be 1 to 100: " + weight);
    }
  }
}
