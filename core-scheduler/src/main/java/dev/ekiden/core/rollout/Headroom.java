package dev.ekiden.core.rollout;

import dev.ekiden.core.model.Resources;

/** What the quotas around an app leave it. */
public interface Headroom {
  /**
   * How many more instances of the app's version now may start, once so many instances of the app
   * that hold so much in all have ended.
   */
  int after(Resources freed, int instances, int ports);

  /** Whether instances that are there may have so much more in all. */
  boolean grows(Resources more);
}
