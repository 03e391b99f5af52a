package dev.ekiden.api.instances;

import dev.ekiden.core.wire.Answer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The earliest lines of several instances, by the clocks of their agents: never more than are
 * wanted, however many there are.
 */
final class Earliest {

  /**
   * @param millis since 1970, for the order
   */
  record Dated(long millis, String instance, Answer.Line line) {}

  private static final Comparator<Dated> ORDER =
      Comparator.comparingLong(Dated::millis)
          .thenComparing(Dated::instance)
          .thenComparingLong(dated -> dated.line().offset());

  private final int mostLines;
  private final int mostChars;
  private final TreeSet<Dated> lines = new TreeSet<>(ORDER);
  private long chars;
  private OptionalLong leftOut = OptionalLong.empty();

  Earliest(int mostLines, int mostChars) {
    this.mostLines = mostLines;
    this.mostChars = mostChars;
  }

  /** Lines of one instance, in their order; the clock may have been set back between them. */
  final class OfOne {
    private final String instance;
    private long latest;

    private OfOne(String instance) {
      this.instance = instance;
    }

    /** False if neither this line nor any behind it is among the earliest. */
    boolean add(Answer.Line line) {
      latest = Math.max(latest, millis(line));
      lines.add(new Dated(latest, instance, line));
      chars += line.text().length();
      boolean kept = true;
      while (lines.size() > 1 && (lines.size() > mostLines || chars > mostChars)) {
        var last = lines.removeLast();
        chars -= last.line().text().length();
        leftOut = OptionalLong.of(Math.min(last.millis(), leftOut.orElse(Long.MAX_VALUE)));
        kept &= !last.line().equals(line) || !last.instance().equals(instance);
      }
      return kept;
    }

    private long millis(Answer.Line line) {
      try {
        return OffsetDateTime.parse(line.at()).toInstant().toEpochMilli();
      } catch (DateTimeException _) {
        return latest;
      }
    }
  }

  OfOne of(String instance) {
    return new OfOne(instance);
  }

  /**
   * Up to {@link #next}: since one goes on at a millisecond, all of its lines are left for then. Of
   * a millisecond with more lines than are wanted the first ones are all that is ever given.
   */
  List<Dated> lines() {
    return lines.stream().filter(dated -> dated.millis() < next().orElse(Long.MAX_VALUE)).toList();
  }

  /** Milliseconds since 1970 to go on from; empty if these are all lines. */
  OptionalLong next() {
    if (leftOut.isEmpty() || lines.getFirst().millis() < leftOut.getAsLong()) {
      return leftOut;
    }
    return OptionalLong.of(leftOut.getAsLong() + 1);
  }
}
