package dev.ekiden.agent.instance;

/** What is true of an instance's process right now. */
public sealed interface Seen {
  /** No container and no exit code. */
  record Nothing() implements Seen {}

  /** No container and no exit code, and the machine was booted since. */
  record Rebooted() implements Seen {}

  /** A container with everything set up in which nothing was executed yet. */
  record Created() implements Seen {}

  /**
   * Its process lives.
   *
   * @param signalled whether SIGTERM was sent already
   */
  record Alive(boolean signalled) implements Seen {}

  /** Its process has ended, with this code. */
  record Exited(int code) implements Seen {}
}
