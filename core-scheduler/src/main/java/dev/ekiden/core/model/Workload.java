package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** How an app means to run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Workload {
  /** For ever, so many at a time; one that ends is replaced. */
  record Service() implements Workload {}

  /** For ever, one on each agent that its constraints let take it; {@code instances} is ignored. */
  record PerAgent() implements Workload {}

  /**
   * Once: done when each of {@code instances} has ended with exit code 0.
   *
   * @param retries ends with another code that are made good before the run has failed; 0 to 1000
   * @param maxRuntime of one run; zero for no limit
   */
  record Job(int retries, Duration maxRuntime) implements Workload {
    public Job {
      if (retries < 0 || retries > 1000) {
        throw new IllegalArgumentException("retries must be 0 to 1000: " + retries);
      }
      if (maxRuntime.isNegative()) {
        throw new IllegalArgumentException("maxRuntime must not be negative: " + maxRuntime);
      }
    }
  }

  /**
   * As a job, again and again.
   *
   * @param cron five fields as in crontab(5): minute, hour, day of month, month, day of week
   * @param zone of the clock that the fields speak of, such as {@code Europe/Berlin}
   * @param overlap what to do when the run before is not over
   */
  record Scheduled(String cron, String zone, Job job, Overlap overlap) implements Workload {}

  /** When a run is due and the one before is not over. */
  enum Overlap {
    /** The new one is left out. */
    SKIP,
    /** The old one is ended. */
    REPLACE
  }
}
