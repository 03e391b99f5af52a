package dev.ekiden.agent.instance;

/**
 * How far an instance has come; each is on disk before the next step is taken.
 *
 * <p>ACCEPTED → STARTING when its sandbox and bundle are ready; ACCEPTED → ENDED when preparing
 * failed or it was killed first. STARTING → RUNNING once runc has started it; STARTING → ENDED when
 * it could not, or the agent or machine went down meanwhile. RUNNING → ENDED when the process is
 * gone. ENDED is final: its report is on disk.
 */
public enum Stage {
  ACCEPTED,
  STARTING,
  RUNNING,
  ENDED
}
