package dev.ekiden.core.foreign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Number of an offer, from 1 in the order in which they were made; clients see {@code O1}. */
public record OfferId(@JsonValue long number) implements Comparable<OfferId> {
  /** What clients call an offer that was never made. */
  public static final OfferId NEVER_MADE = new OfferId(0);

  private static final String PREFIX = "O";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OfferId {
    if (number < 0) {
      throw new IllegalArgumentException("offers are numbered from 1: " + number);
    }
  }

  public String text() {
    return PREFIX + number;
  }

  /** Inverse of {@link #text}; whatever else a client sends is {@link #NEVER_MADE}. */
  public static OfferId of(String text) {
    if (!text.matches("O[1-9][0-9]{0,17}")) {
      return NEVER_MADE;
    }
    return new OfferId(Long.parseLong(text.substring(PREFIX.length())));
  }

  @Override
  public int compareTo(OfferId other) {
    return Long.compare(number, other.number);
  }
}
