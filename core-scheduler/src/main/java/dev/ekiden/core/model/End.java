package dev.ekiden.core.model;

import java.time.Instant;
import java.util.List;

/**
 * How an instance ended.
 *
 * @param exitCode as the process gave it, 128 + signal if one ended it, -1 if it never ran
 * @param sentence for people
 * @param lastLines of its output, oldest first, 20 at most
 */
public record End(Cause cause, int exitCode, String sentence, List<String> lastLines, Instant at) {
  public End {
    lastLines = List.copyOf(lastLines);
  }

  /** It returned by itself with exit code 0: of a job, that is success. */
  public boolean succeeded() {
    return cause == Cause.EXITED && exitCode == 0;
  }

  /** What ended it. */
  public enum Cause {
    EXITED,
    SIGNALED,
    OUT_OF_MEMORY,
    KILLED,
    START_FAILED,
    MACHINE_RESTARTED,
    /** Its agent fell silent and it was given up, or the agent does not know it. */
    LOST;

    /** Whether a service that ends so should wait before it is started again. */
    public boolean delaysRestart() {
      return switch (this) {
        case EXITED, SIGNALED, OUT_OF_MEMORY, START_FAILED -> true;
        case KILLED, MACHINE_RESTARTED, LOST -> false;
      };
    }
  }
}
