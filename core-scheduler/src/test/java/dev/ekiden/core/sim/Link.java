package dev.ekiden.core.sim;

/** One connection of an agent to a master. Each end learns by itself that it is over. */
final class Link {
  final SimAgent agent;
  final Master master;

  /** Of two connections of an agent the later one counts. */
  final long openedAt;

  boolean openAtAgent = true;
  boolean openAtMaster = true;

  /** Whether the agent has been welcomed, as the agent knows and as the master knows. */
  boolean welcomed;

  boolean taken;

  /** Whether a message was lost on it that nobody noticed. */
  boolean lossy;

  /** When the latest message of each direction arrives: what is sent later comes later. */
  long lastUp;

  long lastDown;

  Link(SimAgent agent, Master master, long openedAt) {
    this.openedAt = openedAt;
    this.agent = agent;
    this.master = master;
  }
}
