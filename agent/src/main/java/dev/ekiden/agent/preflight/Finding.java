package dev.ekiden.agent.preflight;

/**
 * Something that a machine lacks.
 *
 * @param what it is, as a part of a sentence
 * @param cure what to do about it; usually a command
 */
public record Finding(Weight weight, String what, String cure) {

  /** What it means. */
  public enum Weight {
    /** The agent does not run without it. */
    MISSING,
    /** The agent runs; something is worse than it could be. */
    NOTE
  }

  static Finding missing(String what, String cure) {
    return new Finding(Weight.MISSING, what, cure);
  }

  /** Something is worse than it could be. */
  public static Finding note(String what, String cure) {
    return new Finding(Weight.NOTE, what, cure);
  }

  /** Whether the agent cannot run because of it. */
  public boolean stops() {
    return weight == Weight.MISSING;
  }

  /** One line. */
  @Override
  public String toString() {
    return "%s: %s: %s".formatted(weight == Weight.MISSING ? "missing" : "note", what, cure);
  }
}
