package dev.ekiden.agent.instance;

/** The one thing to do next. Doing it twice is harmless. */
public enum Step {
  /** Fetch, unpack, write the bundle, create the container. */
  PREPARE,
  /** Execute the command in the created container. */
  START,
  /** Note that it runs and report it. */
  ADOPT,
  /** Wait until something changes. */
  WAIT,
  /** SIGTERM. */
  TERMINATE,
  /** SIGKILL to everything in it. */
  KILL,
  /** Note how it ended and report it. */
  CONCLUDE,
  /** Remove container, cgroup and bundle; then nothing is left to do. */
  CLEAN_UP
}
