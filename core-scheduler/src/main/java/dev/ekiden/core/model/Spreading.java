package dev.ekiden.core.model;

/** Which of the agents that can take an instance is best. */
public enum Spreading {
  /** The one with the fewest of the app, then with the most room left: survives losses. */
  SPREAD,
  /** The one with the least room left that still takes it: leaves whole machines free. */
  PACK
}
