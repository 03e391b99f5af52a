package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** Whether an agent is being emptied. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Drain {
  /** It takes instances as usual. */
  record None() implements Drain {}

  /**
   * Its instances move elsewhere, each app keeping its minimum.
   *
   * @param until whatever is left then is ended, minimum or not; {@link Instant#MAX} for never
   */
  record Asked(String by, Instant at, Instant until) implements Drain {}

  /** Nothing is left on it; it may be taken away. */
  record Done(String by, Instant at) implements Drain {}
}
