package dev.ekiden.core.place;

import dev.ekiden.core.model.Constraint;

/** Checks of constraints before they are accepted. */
public final class Constraints {
  private Constraints() {}

  /** Empty if the constraint makes sense, else what is wrong with it, for people. */
  public static String problem(Constraint constraint) {
    return ConstraintRule.problem(constraint);
  }
}
