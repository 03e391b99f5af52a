package dev.ekiden.portal.client;

import java.time.Instant;

/** A moment that may not have come yet. */
public sealed interface When {
  /** It came. */
  record At(Instant instant) implements When {}

  /** It has not come, or nobody knows when. */
  record Never() implements When {}

  /** For sorting: the moment; what never came sorts first. */
  default Instant order() {
    return switch (this) {
      case At(var instant) -> instant;
      case Never() -> Instant.MIN;
    };
  }
}
