package dev.ekiden.agent.sandbox;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.agent.ondemand.Source;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file's content, from where to where is settled when it is opened. What is renamed over it is
 * another file; what is written into it meanwhile may be seen; if it is cut short, the answer
 * fails, so that nobody takes a part for the whole.
 */
public final class Download implements Source {
  private static final int PIECE = 32 * 1024;

  private final FileChannel file;
  private final Answer.Head head;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);
  private long position;
  private long left;
  private boolean begun;

  private Download(FileChannel file, Answer.Head head, long offset) {
    this.file = file;
    this.head = head;
    this.position = offset;
    this.left = head.length();
  }

  /** Opens the file. */
  public static Source of(Path sandbox, Question.Download question)
      throws RefusedException, IOException {
    if (question.offset() < 0 || question.length() < 0) {
      throw new RefusedException(Outcome.REFUSED, "offset and length must not be negative");
    }
    // Only what was looked at is opened to read: a FIFO would keep us waiting for ever.
    try (var found = Sandboxed.open(sandbox, question.path())) {
      var attributes = found.attributes();
      if (attributes.kind() != Answer.Kind.FILE) {
        throw new RefusedException(
            Outcome.REFUSED, "/%s is not a regular file".formatted(question.path()));
      }
      var file = FileChannel.open(found.path(), StandardOpenOption.READ);
      var offset = Math.min(question.offset(), attributes.size());
      var length = Math.min(question.length(), attributes.size() - offset);
      var head = new Answer.Head(attributes.size(), length, attributes.modifiedMillis());
      return new Download(file, head, offset);
    }
  }

  @Override
  public Step next() throws RefusedException, IOException {
    if (!begun) {
      begun = true;
      return new Step.Piece(head);
    }
    if (left == 0) {
      return new Step.Done();
    }
    buffer.clear().limit((int) Math.min(PIECE, left));
    var count = file.read(buffer, position);
    if (count < 0) {
      throw new RefusedException(Outcome.GONE, "the file was cut short while it was read");
    }
    position += count;
    left -= count;
    return new Step.Piece(Answer.Bytes.of(Arrays.copyOf(buffer.array(), count)));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // read only: nothing is lost
    }
  }
}
