package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.Milestone;
import java.time.Instant;
import java.util.SortedMap;

/**
 * The way of one app from one version to another. RUNNING → SUCCEEDED when all that was wanted
 * serves and nothing else is left; RUNNING → CANCELLED when another one takes over by force.
 *
 * @param version of the app that it leads to
 * @param endedAt equals {@code startedAt} while it runs
 * @param milestones when an instance of the new version first got so far
 */
public record Deployment(
    DeploymentId id,
    AppId app,
    Kind kind,
    State state,
    String by,
    Instant version,
    int wanted,
    Instant startedAt,
    Instant endedAt,
    String sentence,
    SortedMap<Milestone, Instant> milestones) {

  /** What it does, as Marathon's actions: StartApplication and so on. */
  public enum Kind {
    START,
    SCALE,
    RESTART,
    STOP
  }

  /** Whether it is over, and how. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    CANCELLED
  }

  public boolean running() {
    return state == State.RUNNING;
  }
}
