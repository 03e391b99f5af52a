package dev.ekiden.cli.local;

import java.util.Locale;

/** What {@code status} says about a process. */
public enum Health {
  /** Runs and serves. */
  UP,
  /** Runs, does not serve yet, and is still within the time that a start may take. */
  STARTING,
  /** Runs, but does not serve though it had the time to. */
  FAILING,
  /** Does not run. */
  DOWN;

  /** As printed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
