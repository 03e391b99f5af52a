package dev.ekiden.core.model;

/** What becomes of running instances where a new definition gives them more or less to use only. */
public enum Resizing {
  /** Their limits change while they run, wherever that is possible. */
  LIVE,
  /** They are replaced, as with any other change: for programs that look once, at their start. */
  RESTART
}
