package dev.ekiden.agent.sandbox;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.agent.ondemand.Source;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * One page of a directory, ordered by the bytes of names. The kernel gives names in no order, so
 * all of them are looked at for each page, a slice at a time, and only those of the page are kept:
 * a million names cost time and no memory. After {@link #MOST_NAMES} it stops looking and says so.
 */
public final class Listing implements Source {
  static final int MOST_NAMES = 2_000_000;
  private static final int MOST_LIMIT = 1000;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int CLOCK_EVERY = 256;

  private final Sandboxed directory;
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> names;
  private final byte[] after;
  private final int limit;

  /** The smallest ones so far, the greatest of them first. */
  private final PriorityQueue<byte[]> page =
      new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(b, a));

  private int seen;
  private boolean dropped;
  private boolean told;

  private Listing(Sandboxed directory, DirectoryStream<Path> stream, Question.Files question) {
    this.directory = directory;
    this.stream = stream;
    this.names = stream.iterator();
    this.after = FileName.bytes(question.after());
    this.limit = Math.clamp(question.limit(), 1, MOST_LIMIT);
  }

  /** Opens the directory. */
  public static Source of(Path sandbox, Question.Files question)
      throws RefusedException, IOException {
    var directory = Sandboxed.open(sandbox, question.path());
    try {
      if (directory.attributes().kind() != Answer.Kind.DIRECTORY) {
        throw new RefusedException(
            Outcome.REFUSED, "/%s is not a directory".formatted(question.path()));
      }
      return new Listing(directory, Files.newDirectoryStream(directory.path()), question);
    } catch (RefusedException | IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public Step next() throws IOException {
    if (told) {
      return new Step.Done();
    }
    if (look()) {
      return new Step.Later(0);
    }
    told = true;
    return new Step.Piece(entries());
  }

  /** Whether there are names left to look at. */
  private boolean look() throws IOException {
    var until = System.nanoTime() + SLICE_NANOS;
    try {
      while (seen < MOST_NAMES && names.hasNext()) {
        take(FileName.bytes(names.next()));
        if (++seen % CLOCK_EVERY == 0 && System.nanoTime() - until >= 0) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void take(byte[] name) {
    if (after.length > 0 && Arrays.compareUnsigned(name, after) <= 0) {
      return;
    }
    page.add(name);
    if (page.size() > limit) {
      page.remove();
      dropped = true;
    }
  }

  private Answer entries() {
    var ordered = new ArrayList<>(page);
    ordered.sort(Arrays::compareUnsigned);
    var entries = new ArrayList<Answer.Entry>();
    var bytes = 0;
    for (var name : ordered) {
      var entry = entry(name);
      if (entry.isPresent()) {
        bytes += ENTRY_BYTES + 2 * (entry.get().name().length() + entry.get().target().length());
        if (bytes > MOST_BYTES) {
          return new Answer.Entries(entries, true, seen < MOST_NAMES);
        }
        entries.add(entry.get());
      }
    }
    return new Answer.Entries(entries, dropped, seen < MOST_NAMES);
  }

  /** An answer is no longer: where names are long, fewer of them are on a page. */
  private static final int MOST_BYTES = 60_000;

  /** Of an entry besides its names, as JSON. */
  private static final int ENTRY_BYTES = 100;

  /** Nothing if it has vanished meanwhile. */
  private Optional<Answer.Entry> entry(byte[] name) {
    try {
      var attributes = directory.attributes(name);
      var target = attributes.kind() == Answer.Kind.LINK ? target(name) : "";
      return Optional.of(
          new Answer.Entry(
              FileName.text(name),
              attributes.kind(),
              attributes.size(),
              attributes.modifiedMillis(),
              attributes.mode(),
              target));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private String target(byte[] name) throws IOException {
    var target = Files.readSymbolicLink(FileName.in(directory.path(), name));
    var names = new ArrayList<String>();
    target.forEach(part -> names.add(FileName.text(FileName.bytes(part))));
    return (target.isAbsolute() ? "/" : "") + String.join("/", names);
  }

  @Override
  public void close() {
    try (directory) {
      stream.close();
    } catch (IOException _) {
      // read only: nothing is lost
    }
  }
}
