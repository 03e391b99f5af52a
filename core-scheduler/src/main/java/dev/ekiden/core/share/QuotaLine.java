package dev.ekiden.core.share;

import dev.ekiden.core.model.GroupId;
import java.util.Locale;

/**
 * One resource of a group under one change.
 *
 * @param limit {@link dev.ekiden.core.model.Quota#UNLIMITED} for none
 * @param used by what is wanted now, the changed app left out
 * @param asked by the changed app
 */
public record QuotaLine(GroupId group, Kind kind, long limit, long used, long asked) {
  /** What is limited. */
  public enum Kind {
    CPUS,
    MEMORY,
    DISK,
    GPUS,
    INSTANCES,
    PORTS;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Left for the changed app, never below zero. */
  public long free() {
    return Math.max(0, limit - used);
  }

  public boolean fits() {
    return asked <= free();
  }
}
