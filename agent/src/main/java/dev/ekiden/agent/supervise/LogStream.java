package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.agent.ondemand.Source;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Question;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lines of a log from one position to another, or on and on. It holds no file open between looks
 * and no lock while it reads: what is rotated away meanwhile is passed over, and the supervision of
 * the instance waits for nobody's {@link Expression}.
 */
final class LogStream implements Source {
  private static final int READ_BYTES = 64 * 1024;
  private static final int PIECE_BYTES = 16 * 1024;
  private static final int PIECE_LINES = 200;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LOOK_MILLIS = 300;

  /** Who looks in vain hears so often how far it is. */
  private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final InstanceLog log;
  private final Question.Log question;
  private final BooleanSupplier over;
  private final Optional<Expression> expression;
  private final long end;
  private long position;
  private boolean inTime;
  private long toldNanos = System.nanoTime();
  private boolean told;

  /**
   * @param over whether the instance has ended, so that nothing will be written any more
   */
  LogStream(InstanceLog log, Question.Log question, BooleanSupplier over) throws RefusedException {
    this.log = log;
    this.question = question;
    this.over = over;
    this.expression =
        question.match().isEmpty()
            ? Optional.empty()
            : Optional.of(Expression.of(question.match()));
    this.inTime = question.sinceMillis() <= 0;
    this.end = question.end();
    var kept = log.kept();
    this.position = question.offset() < 0 ? size(kept) + question.offset() : question.offset();
  }

  private static long size(List<InstanceLog.Segment> kept) {
    return kept.isEmpty() ? 0 : kept.getLast().base() + kept.getLast().size();
  }

  @Override
  public Step next() throws IOException {
    // Asked first: what was written before the end is read after it.
    var last = over.getAsBoolean();
    var until = System.nanoTime() + SLICE_NANOS;
    var lines = new Lines();
    while (true) {
      var kept = log.kept();
      position = Math.max(position, kept.isEmpty() ? 0 : kept.getFirst().base());
      var segment = segment(kept);
      if (segment.isEmpty() || position >= end) {
        return atEnd(lines, size(kept), last);
      }
      var before = position;
      read(segment.get(), segment.get().equals(kept.getLast()), lines);
      if (lines.full()) {
        return piece(lines, size(kept));
      }
      if (position == before) {
        return atEnd(lines, size(kept), last); // half a line
      }
      if (System.nanoTime() - until >= 0) {
        return lines.any() || System.nanoTime() - toldNanos >= NEWS_NANOS
            ? piece(lines, size(kept))
            : new Step.Later(0);
      }
    }
  }

  private Optional<InstanceLog.Segment> segment(List<InstanceLog.Segment> kept) {
    return kept.stream()
        .filter(segment -> segment.base() <= position)
        .filter(segment -> position < segment.base() + segment.size())
        .findFirst();
  }

  /** The last piece also says how far it has come, be it empty. */
  private Step atEnd(Lines lines, long size, boolean last) {
    var follows = question.follow() && !last && position < end;
    if (lines.any() || !follows && !told) {
      told = !follows;
      return piece(lines, size);
    }
    return follows ? new Step.Later(LOOK_MILLIS) : new Step.Done();
  }

  private Step piece(Lines lines, long size) {
    toldNanos = System.nanoTime();
    return new Step.Piece(new Answer.Lines(lines.some, Math.min(position, end), size));
  }

  /** A piece that is being made. */
  private static final class Lines {
    private final List<Answer.Line> some = new ArrayList<>();
    private int bytes;

    void add(Answer.Line line) {
      some.add(line);
      bytes += line.text().length();
    }

    boolean any() {
      return !some.isEmpty();
    }

    boolean full() {
      return bytes >= PIECE_BYTES || some.size() >= PIECE_LINES;
    }
  }

  /**
   * Takes whole lines from there on. The last one of a file that is written to may be half there.
   */
  private void read(InstanceLog.Segment segment, boolean written, Lines lines) throws IOException {
    var buffer = ByteBuffer.allocate(READ_BYTES);
    var from = Math.max(0, position - segment.base() - 1);
    try (var file = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
      while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) > 0) {
        // until it is full, or the file ends
      }
    } catch (NoSuchFileException _) {
      position = segment.base() + segment.size(); // rotated away this moment
      return;
    }
    var bytes = buffer.array();
    var count = buffer.position();
    var start = segment.base() + from;
    var at = (int) (position - start);
    if (at > 0 && bytes[0] != '\n') {
      at = lineEnd(bytes, at, count); // begun in the middle of a line
    }
    var first = at;
    while (at < count && start + at < end && !lines.full()) {
      var stop = lineEnd(bytes, at, count);
      // No line's end: more is to be read, or to be written; a line that fills all of it is cut.
      if (bytes[stop - 1] != '\n' && (count == READ_BYTES ? at > first : written)) {
        break;
      }
      take(bytes, at, stop, start + at, lines);
      at = stop;
    }
    position = Math.max(position, start + at);
  }

  /** Behind the next line feed, or where the bytes end. */
  private static int lineEnd(byte[] bytes, int from, int count) {
    for (int i = from; i < count; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return count;
  }

  private void take(byte[] bytes, int from, int to, long offset, Lines lines) {
    var stop = to > from && bytes[to - 1] == '\n' ? to - 1 : to;
    int time = blank(bytes, from, stop);
    int stream = time < 0 ? -1 : blank(bytes, time + 1, stop);
    if (stream < 0 || stream + 3 > stop) {
      return; // not a line of conmon's
    }
    var name = new String(bytes, time + 1, stream - time - 1, UTF_8);
    if (!question.stream().equals(InstanceLog.BOTH) && !question.stream().equals(name)) {
      return;
    }
    var at = new String(bytes, from, time - from, UTF_8);
    inTime = inTime || !older(at, question.sinceMillis());
    if (!inTime) {
      return;
    }
    var text = new String(bytes, stream + 3, stop - stream - 3, UTF_8);
    if (matches(text)) {
      lines.add(new Answer.Line(offset, at, name, bytes[stream + 1] == 'F', text));
    }
  }

  private static int blank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  /** What has no readable time counts as new. */
  private static boolean older(String at, long sinceMillis) {
    try {
      return OffsetDateTime.parse(at).toInstant().isBefore(Instant.ofEpochMilli(sinceMillis));
    } catch (DateTimeException _) {
      return false;
    }
  }

  private boolean matches(String text) {
    return expression.isEmpty() || expression.get().isIn(text);
  }
}
