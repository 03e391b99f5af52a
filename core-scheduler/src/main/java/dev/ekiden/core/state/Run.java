package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/**
 * Where a job is. None → Active when it is submitted, triggered or due; Active → Over when all its
 * instances have succeeded, when too many have failed, or when somebody or its time limit ends it;
 * Over → Active when it is triggered or due again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Run {
  /** It has never run, or is no job. */
  record None() implements Run {}

  /**
   * It is running.
   *
   * @param number of runs so far, this one included
   * @param configVersion of the app when it began
   * @param succeeded instances that ended with exit code 0
   * @param failed instances that ended otherwise
   */
  record Active(int number, Instant configVersion, Instant startedAt, int succeeded, int failed)
      implements Run {
    Active counted(int moreSucceeded, int moreFailed) {
      return new Active(
          number, configVersion, startedAt, succeeded + moreSucceeded, failed + moreFailed);
    }
  }

  /** It is over. */
  record Over(
      int number,
      Instant configVersion,
      Instant startedAt,
      Instant endedAt,
      boolean success,
      String sentence)
      implements Run {}
}
