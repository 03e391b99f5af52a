package dev.ekiden.core.wire;

/** Why an instance is over. */
public enum EndCause {
  /** It returned by itself, whatever the code. */
  EXITED,
  /** A signal ended it that nobody here sent. */
  SIGNALED,
  /** The kernel ended it at its memory limit. */
  OUT_OF_MEMORY,
  /** It was told to end, by {@link Order.Kill} or by {@code --stop-all}. */
  KILLED,
  /** It never ran: fetching, unpacking or starting failed. */
  START_FAILED,
  /** The machine went down under it. */
  MACHINE_RESTARTED,
  /** The agent has never heard of it. */
  UNKNOWN
}
