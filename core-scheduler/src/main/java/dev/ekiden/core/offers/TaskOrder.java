package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.model.AgentId;

/**
 * What an agent is told that no fact says: repeated orders, the end of strays, and what is passed
 * on. That launched tasks are to run and doomed ones to end follows from their facts.
 */
public sealed interface TaskOrder {
  AgentId agent();

  /** Run it; it was told so before, and the agent does not have it. */
  record Launch(AgentId agent, ForeignTask task) implements TaskOrder {}

  /** End it. */
  record Kill(AgentId agent, TaskKey key) implements TaskOrder {}

  /** That update need not be repeated. */
  record Acknowledge(AgentId agent, TaskKey key, String uuid) implements TaskOrder {}
}
