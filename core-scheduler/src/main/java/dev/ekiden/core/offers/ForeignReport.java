package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskSpec;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.model.AgentId;
import java.util.List;

/** What others than frameworks report of them. That an agent fell silent is seen in the pool. */
public sealed interface ForeignReport extends ForeignEvent {

  /** The stream of a framework is gone. */
  record StreamBroken(FrameworkId framework) implements ForeignReport {}

  /** Another master leads now: all streams are gone and nobody could come back meanwhile. */
  record LeaderChanged() implements ForeignReport {}

  /**
   * A task got so far; repeated until acknowledged.
   *
   * @param uuid of the update; empty if it needs no acknowledgement
   */
  record TaskReported(AgentId agent, TaskKey key, TaskState state, String message, String uuid)
      implements ForeignReport {
    public TaskReported {
      if (!state.reported()) {
        throw new IllegalArgumentException("agents do not report " + state + ": " + key);
      }
    }
  }

  /**
   * An agent said hello; the pool knows it.
   *
   * @param held all tasks that it runs or has updates of that are not acknowledged
   */
  record AgentReported(AgentId agent, List<Held> held) implements ForeignReport {}

  /** A task that an agent has; a terminal state says that its end will be reported. */
  record Held(TaskKey key, TaskSpec spec, TaskState state) {
    public Held {
      if (!state.reported() && state != TaskState.STAGING) {
        throw new IllegalArgumentException("agents do not hold " + state + ": " + key);
      }
    }
  }

  /** Somebody said that the agent will never come back. */
  record AgentGone(AgentId agent) implements ForeignReport {}
}
