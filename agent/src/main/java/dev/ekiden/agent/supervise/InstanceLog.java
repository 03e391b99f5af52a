package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.disk.DurableFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An instance's output as conmon writes it: lines of {@code TIME stdout|stderr F|P text}, P for a
 * part that has no line end of its own.
 *
 * <p>At 10 MiB conmon replaces {@code log} by an empty file, and the old lines would be lost. So
 * each file has a second name, {@code log.<offset>}, a hard link that keeps it: offset is the
 * position of its first byte in all that was ever written. Two files are kept. Positions are bytes
 * of these raw lines, so they never repeat, whatever was rotated away.
 */
final class InstanceLog {
  private static final int KEPT_FILES = 2;
  private static final int MAX_LINE_BYTES = 64 * 1024;

  private final Path live;

  /** The file that has the newest second name: as long as it has it, no other gets its number. */
  private Optional<Object> known = Optional.empty();

  InstanceLog(Path live) {
    this.live = live;
  }

  /** Name for both streams together, in the order in which they were written. */
  static final String BOTH = "all";

  /** A piece of one stream; see {@link dev.ekiden.core.wire.Report.LogChunk}. */
  record Piece(long offset, long next, long size, String text) {}

  /**
   * A file that is kept.
   *
   * @param base position of its first byte
   */
  record Segment(long base, Path file, long size) {}

  private record Line(long offset, long end, String stream, boolean full, byte[] text) {
    boolean isOf(String wanted) {
      return wanted.equals(BOTH) || stream.equals(wanted);
    }
  }

  private interface LineSink {
    /** False to stop. */
    boolean take(Line line);
  }

  /** Gives a new file its second name and drops old ones. Cheap: call it often. */
  synchronized void keepUp() {
    try {
      var written = number(live);
      if (known.isPresent() && known.equals(written)) {
        return;
      }
      var segments = segments();
      if (segments.isEmpty()) {
        Files.createLink(segment(0), live);
      } else if (!number(segments.getLast().file()).equals(written)) {
        var last = segments.getLast();
        Files.createLink(segment(last.base() + last.size()), live);
      }
      var now = segments();
      for (var old : now.subList(0, Math.max(0, now.size() - KEPT_FILES))) {
        Files.deleteIfExists(old.file());
      }
      known = number(now.getLast().file());
    } catch (NoSuchFileException _) {
      // Nothing is written yet, or it is being replaced just now.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot follow " + live + ": " + e, e);
    }
  }

  private static Optional<Object> number(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /** What is kept, oldest first; the last one is written to. */
  synchronized List<Segment> kept() {
    keepUp();
    return segments();
  }

  /** Reads from a position, or from that many bytes of this stream's text before the end. */
  synchronized Piece read(String stream, long offset, int maxBytes) {
    keepUp();
    var start = offset < 0 ? tail(stream, -offset) : offset;
    var text = new ByteArrayOutputStream();
    var bounds = new long[] {-1, Math.max(start, oldest())};
    scan(
        start,
        line -> {
          if (line.isOf(stream)) {
            if (text.size() > 0 && text.size() + line.text().length + 1 > maxBytes) {
              return false;
            }
            append(text, line);
            if (bounds[0] < 0) {
              bounds[0] = line.offset();
            }
          }
          bounds[1] = line.end();
          return true;
        });
    var next = Math.min(bounds[1], Math.max(size(), oldest()));
    return new Piece(bounds[0] < 0 ? next : bounds[0], next, size(), text.toString(UTF_8));
  }

  /** The last lines of both streams, oldest first, each cut at {@code maxChars}. */
  synchronized List<String> lastLines(int count, int maxChars) {
    keepUp();
    var lines = new ArrayDeque<String>();
    var open = new StringBuilder();
    scan(
        0,
        line -> {
          if (open.length() < maxChars) {
            open.append(new String(line.text(), UTF_8));
          }
          if (line.full()) {
            lines.addLast(open.substring(0, Math.min(open.length(), maxChars)));
            open.setLength(0);
            if (lines.size() > count) {
              lines.removeFirst();
            }
          }
          return true;
        });
    if (!open.isEmpty()) {
      lines.addLast(open.substring(0, Math.min(open.length(), maxChars)));
    }
    return new ArrayList<>(lines).subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** Where the last {@code bytes} of a stream begin, at the start of a line. */
  private long tail(String stream, long bytes) {
    var kept = new ArrayDeque<long[]>();
    var sum = new long[1];
    scan(
        0,
        line -> {
          if (line.isOf(stream)) {
            var length = line.text().length + (line.full() ? 1 : 0);
            kept.addLast(new long[] {line.offset(), length});
            sum[0] += length;
            while (sum[0] > bytes) {
              sum[0] -= kept.removeFirst()[1];
            }
          }
          return true;
        });
    return kept.isEmpty() ? size() : kept.getFirst()[0];
  }

  private static void append(ByteArrayOutputStream text, Line line) {
    text.writeBytes(line.text());
    if (line.full()) {
      text.write('\n');
    }
  }

  private void scan(long start, LineSink sink) {
    for (var segment : segments()) {
      if (segment.base() + segment.size() <= start) {
        continue;
      }
      try (var in = new BufferedInputStream(Files.newInputStream(segment.file()))) {
        var skip = Math.max(0, start - segment.base());
        in.skipNBytes(skip);
        if (!scan(in, segment.base() + skip, sink)) {
          return;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + segment.file() + ": " + e, e);
      }
    }
  }

  /** Whole lines only: the last one may be half written. */
  private static boolean scan(InputStream in, long start, LineSink sink) throws IOException {
    var raw = new ByteArrayOutputStream();
    var position = start;
    var begin = start;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        if (raw.size() < MAX_LINE_BYTES) {
          raw.write(next);
        }
        position++;
        continue;
      }
      position++;
      var line = parse(raw.toByteArray(), begin, position);
      raw.reset();
      begin = position;
      if (!sink.take(line)) {
        return false;
      }
    }
    return true;
  }

  private static Line parse(byte[] raw, long begin, long end) {
    int stream = indexOf(raw, 0) + 1;
    int flag = indexOf(raw, stream) + 1;
    int text = flag + 2;
    if (stream == 0 || flag == 0 || text > raw.length) {
      return new Line(begin, end, "", true, new byte[0]); // not a line of conmon's
    }
    return new Line(
        begin,
        end,
        new String(raw, stream, flag - 1 - stream, UTF_8),
        raw[flag] == 'F',
        Arrays.copyOfRange(raw, text, raw.length));
  }

  private static int indexOf(byte[] raw, int from) {
    for (int i = from; i < raw.length; i++) {
      if (raw[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private long oldest() {
    var segments = segments();
    return segments.isEmpty() ? 0 : segments.getFirst().base();
  }

  private long size() {
    var segments = segments();
    return segments.isEmpty() ? 0 : segments.getLast().base() + segments.getLast().size();
  }

  private List<Segment> segments() {
    var prefix = live.getFileName() + ".";
    var segments = new ArrayList<Segment>();
    var directory = Objects.requireNonNull(live.getParent());
    for (var name : DurableFile.names(directory)) {
      if (name.matches("\\Q" + prefix + "\\E[0-9]+")) {
        var file = directory.resolve(name);
        segments.add(
            new Segment(
                Long.parseLong(name.substring(prefix.length())), file, file.toFile().length()));
      }
    }
    segments.sort((a, b) -> Long.compare(a.base(), b.base()));
    return segments;
  }

  private Path segment(long base) {
    return live.resolveSibling(live.getFileName() + "." + base);
  }
}
