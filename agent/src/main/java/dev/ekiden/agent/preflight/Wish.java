package dev.ekiden.agent.preflight;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an agent is configured to use.
 *
 * @param data its directory, which may not be there yet
 */
public record Wish(Path data, Range ports, Range userIds) {

  /** Both inclusive. */
  public record Range(int first, int last) {
    boolean has(long value) {
      return value >= first && value <= last;
    }

    boolean meets(Range other) {
      return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
      return first + "-" + last;
    }

    /** {@code 31000-31999}, {@code 31000}; empty if it is neither. */
    static Optional<Range> parse(String text) {
      var ends = text.strip().split("[-\\s]+");
      try {
        return Optional.of(
            new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
  }
}
