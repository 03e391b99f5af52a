package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a master asks an agent because somebody wants to see it now; answered by {@link Answer}s,
 * nothing of which is kept. See {@link Order.Ask}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Question {
  /** Whom it is about. */
  String instance();

  /**
   * What the instance has used: {@link Answer.Samples}, oldest first; the last one ends now.
   *
   * @param seconds to look back, 0 for the present only
   */
  record Stats(String instance, int seconds) implements Question {}

  /**
   * One page of a directory of its sandbox, by name: one {@link Answer.Entries}.
   *
   * @param path as in {@link Answer.Entry#name()}, parts separated by slashes; empty for the
   *     sandbox itself
   * @param after only names behind this one; empty from the first
   * @param limit 1 to 1000
   */
  record Files(String instance, String path, String after, int limit) implements Question {}

  /**
   * A regular file of its sandbox: {@link Answer.Head}, then {@link Answer.Bytes}.
   *
   * @param offset of the first byte, at least 0
   * @param length how many at most; the file as it is when it is opened ends it, too
   */
  record Download(String instance, String path, long offset, long length) implements Question {}

  /**
   * Lines of its output: {@link Answer.Lines}.
   *
   * @param stream {@code stdout}, {@code stderr}, or {@code all} for both in order
   * @param offset position in the raw log to begin at; negative: that many bytes before the end
   * @param end position to end before; {@link Long#MAX_VALUE} for none
   * @param sinceMillis only from the first line on that is not older, by the agent's clock
   * @param match only lines in which this RE2 expression is found; empty for all
   * @param follow go on with what is written later, until the instance is over
   */
  record Log(
      String instance,
      String stream,
      long offset,
      long end,
      long sinceMillis,
      String match,
      boolean follow)
      implements Question {}
}
