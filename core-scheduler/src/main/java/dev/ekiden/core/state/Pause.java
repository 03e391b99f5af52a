package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;

/** Whether an app's next instance must wait because earlier ones died. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Pause {

  /** Nothing died lately. */
  record None() implements Pause {}

  /**
   * No start before {@code until}.
   *
   * @param delay that led to it; the next one is longer
   * @param deaths in a row
   */
  record Until(Instant until, Duration delay, int deaths) implements Pause {}
}
