package dev.ekiden.core.sim;

/** A rule that must always hold does not. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  final transient Law law;

  Violation(Law law, String sentence) {
    super(law + ": " + sentence);
    this.law = law;
  }

  static void unless(boolean holds, Law law, String sentence, Object... values) {
    if (!holds) {
      throw new Violation(law, sentence.formatted(values));
    }
  }
}
