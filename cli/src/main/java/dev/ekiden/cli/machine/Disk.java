package dev.ekiden.cli.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Room on the disk, and whole folders. */
public final class Disk {
  private static final long MEBI = 1 << 20;

  private Disk() {}

  /** Free MiB where {@code path}, or its nearest existing parent, is. */
  public static long freeMebi(Path path) {
    try {
      return Files.getFileStore(existing(path)).getUsableSpace() / MEBI;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if fewer than {@code mebi} MiB are free at {@code path}. */
  public static void requireFree(Path path, long mebi) {
    long free = freeMebi(path);
    if (free < mebi) {
      throw new Failure(
          "only " + free + " MiB are free at " + path,
          "at least " + mebi + " MiB are needed; free some, or choose another place with --data");
    }
  }

  /** Deletes a folder and all in it; links are not followed. */
  public static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (var path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path path) {
    var at = path.toAbsolutePath();
    while (!Files.exists(at)) {
      at = at.resolveSibling("..").normalize();
    }
    return at;
  }
}
