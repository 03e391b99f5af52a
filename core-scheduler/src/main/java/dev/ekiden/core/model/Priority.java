package dev.ekiden.core.model;

/**
 * Bands of importance, lowest first. A higher one is placed first when room is short and may take
 * the room of a lower one, never of an equal one.
 */
public enum Priority {
  /** What can wait and be repeated. */
  BATCH,
  DEFAULT,
  PRODUCTION,
  /** Only where a quota's ceiling allows it. */
  CRITICAL;

  public boolean above(Priority other) {
    return compareTo(other) > 0;
  }
}
