package dev.ekiden.core.foreign;

import java.time.Instant;

/**
 * What a framework is told of one of its tasks.
 *
 * @param task its id as the framework sent it, valid or not
 * @param message for people; may be empty
 * @param uuid by which the framework acknowledges it; empty if it need not
 */
public record TaskUpdate(
    FrameworkId framework,
    String task,
    Whereabouts where,
    TaskState state,
    Reason reason,
    String message,
    String uuid,
    Instant at) {

  /** Mesos' reasons without the prefix {@code REASON_}, as far as masters give them. */
  public enum Reason {
    /** None; or the agent's own, which travels beside. */
    NONE,
    /** Nothing was launched, as the offers were not good any more. */
    INVALID_OFFERS,
    /** Nothing was launched, as the task asks for what it may not. */
    TASK_INVALID,
    /** It was to end before its agent had it. */
    TASK_KILLED_DURING_LAUNCH,
    /** Its agent was given up. */
    AGENT_REMOVED,
    /** Its agent is back. */
    AGENT_REREGISTERED,
    /** Its agent does not have it. */
    TASK_UNKNOWN,
    FRAMEWORK_REMOVED,
    /** The answer to a question. */
    RECONCILIATION
  }

  /** One that needs no acknowledgement. */
  public TaskUpdate(
      TaskKey key, Whereabouts where, TaskState state, Reason reason, String message, Instant at) {
    this(key.framework(), key.task(), where, state, reason, message, "", at);
  }

  /** Of the task; updates of live tasks and of their ends have one, as their ids are valid. */
  public TaskKey key() {
    return new TaskKey(framework, task);
  }
}
