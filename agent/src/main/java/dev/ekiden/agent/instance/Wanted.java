package dev.ekiden.agent.instance;

/** What is wanted of an instance. {@link #RUN} → {@link #END} on a kill → {@link #END_NOW}. */
public enum Wanted {
  /** Keep it running. */
  RUN,
  /** End it, it has time left to do so by itself. */
  END,
  /** Its time is over. */
  END_NOW
}
