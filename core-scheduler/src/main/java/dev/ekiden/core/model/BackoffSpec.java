package dev.ekiden.core.model;

import java.time.Duration;

/** How long to wait before replacing an instance that keeps dying; factor at least 1. */
public record BackoffSpec(Duration initial, double factor, Duration max) {
  /** Marathon's defaults: 1 s, 1.15, 300 s. */
  public static final BackoffSpec DEFAULT =
      new BackoffSpec(Duration.ofSeconds(1), 1.15, Duration.ofSeconds(300));
}
