package dev.ekiden.api.instances;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Part of a file, as {@code Range} asks for it (RFC 9110, 14.1.2).
 *
 * @param length at most; 0 for all there is
 */
record ByteRange(long offset, long length) {
  /** One range with a first byte. Others may be passed over by that RFC: then all is sent. */
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})?");

  /**
   * @param header empty if there is none
   * @param condition {@code If-Range}, without which the file may be another one by now; with it,
   *     all is sent, which is always right
   */
  static Optional<ByteRange> of(String header, String condition) {
    var match = FORM.matcher(header.replace(" ", ""));
    if (!condition.isEmpty() || !match.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(match.group(1));
    if (match.group(2) == null) {
      return Optional.of(new ByteRange(first, 0));
    }
    long last = Long.parseLong(match.group(2));
    return last < first ? Optional.empty() : Optional.of(new ByteRange(first, last - first + 1));
  }

  /** Whether a file of this size has none of it. */
  boolean isBeyond(long size) {
    return offset >= size;
  }

  /** What was sent of it, for {@code Content-Range}. */
  String of(long sent, long size) {
    return "bytes %d-%d/%d".formatted(offset, offset + sent - 1, size);
  }
}
