package dev.ekiden.api.instances;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.wire.Question;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which lines somebody wants, of whatever instance.
 *
 * @param sinceMillis 0 for any time
 */
record LogQuery(String stream, OptionalLong offset, long end, long sinceMillis, String match) {
  private static final List<String> STREAMS = List.of("stdout", "stderr", "all");
  private static final int MOST_PATTERN = 200;

  LogQuery {
    if (!STREAMS.contains(stream)) {
      throw ApiProblem.badRequest("stream must be stdout, stderr or all");
    }
    if (match.length() > MOST_PATTERN) {
      throw ApiProblem.badRequest("match must not be longer than " + MOST_PATTERN + " characters");
    }
  }

  /**
   * @param offset a number or empty; {@code end} likewise
   * @param since a time as in {@code 2026-11-28T21:00:00Z}, seconds ago as in {@code 600}, or empty
   */
  static LogQuery of(
      String stream, String offset, String end, String since, String match, Instant now) {
    return new LogQuery(
        stream,
        offset.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number("offset", offset)),
        end.isEmpty() ? Long.MAX_VALUE : number("end", end),
        since.isEmpty() ? 0 : moment(since, now),
        match);
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw ApiProblem.badRequest(name + " must be a whole number: " + text);
    }
  }

  private static long moment(String text, Instant now) {
    try {
      return text.matches("[0-9]{1,9}")
          ? now.minusSeconds(Long.parseLong(text)).toEpochMilli()
          : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException _) {
      throw ApiProblem.badRequest(
          "since must be a time like 2026-11-28T21:00:00Z or a number of seconds ago: " + text);
    }
  }

  /** The same from another position on. */
  LogQuery from(long position) {
    return new LogQuery(stream, OptionalLong.of(position), end, sinceMillis, match);
  }

  /** The same from another time on. */
  LogQuery since(long millis) {
    return new LogQuery(stream, OptionalLong.of(0), end, Math.max(millis, sinceMillis), match);
  }

  /**
   * @param tail bytes before the end where neither a position nor a time was given
   */
  Question.Log of(String instance, boolean follow, long tail) {
    long from = offset.orElse(sinceMillis > 0 ? 0 : -tail);
    return new Question.Log(instance, stream, from, end, sinceMillis, match, follow);
  }
}
