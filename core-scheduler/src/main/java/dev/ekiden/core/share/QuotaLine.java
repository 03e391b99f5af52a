package dev.ekiden.core.share;

/**
 * One resource of a project under one change.
 *
 * @param limit {@link dev.ekiden.core.model.Quota#UNLIMITED} for none
 * @param used by what is wanted now, the changed app left out
 * @param asked by the changed app
 */
public record QuotaLine(Kind kind, long limit, long used, long asked) {

  /** What is limited. */
  public enum Kind {
    CPUS,
    MEMORY,
    INSTANCES
  }

  /** Left for the changed app, never below zero. */
  public long free() {
    return Math.max(0, limit - used);
  }

  public boolean fits() {
    return asked <= free();
  }
}
