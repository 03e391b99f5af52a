package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import java.time.Instant;

/**
 * A live task; it has its room whatever its state. Life: launched → STAGING → STARTING → RUNNING →
 * KILLING as its agent reports, skipping what it skips, and from each → UNREACHABLE and back; it
 * leaves the book when its agent reports its end, does not know it, or is given up.
 *
 * @param state as its framework was told last; one of the five above
 * @param doomed whether it is to end: agents are told until they report it
 * @param at since when it is in this state
 */
public record ForeignTask(
    TaskKey key, AgentId agent, TaskSpec spec, TaskState state, boolean doomed, Instant at) {
  public ForeignTask {
    boolean live =
        switch (state) {
          case STAGING, STARTING, RUNNING, KILLING, UNREACHABLE -> true;
          case FINISHED, FAILED, KILLED, ERROR, LOST, DROPPED, GONE, GONE_BY_OPERATOR, UNKNOWN ->
              false;
        };
    if (!live) {
      throw new IllegalArgumentException("a live task is not " + state + ": " + key);
    }
  }

  ForeignTask moved(TaskState next, Instant when) {
    return new ForeignTask(key, agent, spec, next, doomed, when);
  }

  ForeignTask ending() {
    return new ForeignTask(key, agent, spec, state, true, at);
  }
}
