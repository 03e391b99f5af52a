package dev.ekiden.core.rollout;

import dev.ekiden.core.model.Resources;

/** How many more instances of the app's version now the quotas around it let start. */
public interface Headroom {
  /** Once so many instances of the app that hold so much in all have ended. */
  int after(Resources freed, int instances, int ports);
}
