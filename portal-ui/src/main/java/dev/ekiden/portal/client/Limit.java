package dev.ekiden.portal.client;

/** A quota on one resource. */
public sealed interface Limit {
  /** At most this much, 0 or more, in the resource's unit. */
  record Of(double value) implements Limit {
    public Of {
      if (!(value >= 0)) {
        throw new IllegalArgumentException("a limit must be 0 or more: " + value);
      }
    }
  }

  /** As much as there is. */
  record None() implements Limit {}
}
