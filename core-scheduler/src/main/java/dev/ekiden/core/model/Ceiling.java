package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The most that an instance may use of one resource. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Ceiling {

  /** What it asked for and is sure to get, no more. */
  record Request() implements Ceiling {}

  /** So much, in the unit of the request, if nobody else needs it. */
  record Fixed(long amount) implements Ceiling {
    public Fixed {
      if (amount < 1) {
        throw new IllegalArgumentException("a limit must be at least 1: " + amount);
      }
    }
  }

  /** All that its agent shares out, if nobody else needs it. */
  record Unlimited() implements Ceiling {}

  /**
   * In figures.
   *
   * @param requested is never cut
   * @param offered what the instance's agent shares out
   */
  default long on(long requested, long offered) {
    return switch (this) {
      case Request _ -> requested;
      case Fixed(var amount) -> Math.max(requested, Math.min(amount, offered));
      case Unlimited _ -> Math.max(requested, offered);
    };
  }
}
