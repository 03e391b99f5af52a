package dev.ekiden.agent.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A small file that is either the old one or the new one after a crash, never half of each. */
public final class DurableFile {
  private static final int MAX_SAID_BYTES = 1000;

  private DurableFile() {}

  /** Writes a sibling, flushes it to the disk, renames it into place and flushes the directory. */
  public static void write(Path file, byte[] content) {
    var sibling = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (var channel = FileChannel.open(sibling, CREATE, TRUNCATE_EXISTING, WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(sibling, file, ATOMIC_MOVE);
      flushDirectory(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** {@link #write(Path, byte[])} as UTF-8. */
  public static void write(Path file, String content) {
    write(file, content.getBytes(UTF_8));
  }

  /** The file's bytes, if it is there. */
  public static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Deletes a file, if it is there. */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file + ": " + e.getMessage(), e);
    }
  }

  /** Deletes a directory and all in it without following links. */
  public static void deleteTree(Path root) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      paths.sorted(Comparator.reverseOrder()).forEach(DurableFile::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root + ": " + e.getMessage(), e);
    }
  }

  /**
   * Deletes a directory that a stranger has filled, by rm: it needs neither memory for a million
   * names nor paths, which a tree can be too deep for, and follows no link.
   */
  public static void deleteForeignTree(Path root) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try {
      var rm =
          new ProcessBuilder("rm", "-rf", "--one-file-system", "--", root.toString())
              .redirectErrorStream(true)
              .start();
      try (var output = rm.getInputStream()) {
        var said = new String(output.readNBytes(MAX_SAID_BYTES), UTF_8).strip();
        output.transferTo(OutputStream.nullOutputStream());
        if (rm.waitFor() != 0) {
          throw new UncheckedIOException(new IOException("cannot delete " + root + ": " + said));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + root + ": " + e.getMessage(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted: rm " + root));
    }
  }

  /** Names in a directory, sorted; none if it is not there. */
  public static List<String> names(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void flushDirectory(Path file) throws IOException {
    var directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    // Linux lets a directory be opened for reading and flushed: the rename is on disk after it.
    try (var channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }
}
