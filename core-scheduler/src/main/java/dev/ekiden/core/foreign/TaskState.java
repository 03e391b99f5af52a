package dev.ekiden.core.foreign;

/** Mesos' states of a task, without the prefix {@code TASK_}. */
public enum TaskState {
  /** Launched here, not yet heard of by its framework. */
  STAGING,
  STARTING,
  RUNNING,
  KILLING,
  FINISHED,
  FAILED,
  KILLED,
  ERROR,
  /** For frameworks that know none of the following: one of them, except that it may come back. */
  LOST,
  /** It was never started. */
  DROPPED,
  /** Its agent is silent; it may come back. */
  UNREACHABLE,
  /** Its agent is there and does not have it. */
  GONE,
  /** Somebody has said that its agent will not come back. */
  GONE_BY_OPERATOR,
  /** Nothing is known of it. */
  UNKNOWN;

  /** Nothing of it runs any more, as far as its framework is told. */
  public boolean terminal() {
    return switch (this) {
      case STAGING, STARTING, RUNNING, KILLING, UNREACHABLE, UNKNOWN -> false;
      case FINISHED, FAILED, KILLED, ERROR, LOST, DROPPED, GONE, GONE_BY_OPERATOR -> true;
    };
  }

  /** A state that an agent may report of a task that it has or had. */
  public boolean reported() {
    return switch (this) {
      case STARTING, RUNNING, KILLING, FINISHED, FAILED, KILLED, ERROR -> true;
      case STAGING, LOST, DROPPED, UNREACHABLE, GONE, GONE_BY_OPERATOR, UNKNOWN -> false;
    };
  }

  /** What a framework is told that may know nothing of partitions. */
  public TaskState told(boolean partitionAware) {
    return switch (this) {
      case DROPPED, UNREACHABLE, GONE, GONE_BY_OPERATOR, UNKNOWN -> partitionAware ? this : LOST;
      case STAGING, STARTING, RUNNING, KILLING, FINISHED, FAILED, KILLED, ERROR, LOST -> this;
    };
  }
}
