package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Copies built files to where they run, so that a new build never changes files under a running
 * process. Only what differs in size or time is copied, and each file is renamed into place. One
 * copy at a time: agents and router start together and share a folder. One at a time: agents that
 * start together share a folder.
 */
final class ProgramCopy {
  private ProgramCopy() {}

  /** Makes {@code to} hold exactly the files of the folder {@code from}; gives {@code to}. */
  static synchronized Path of(Path from, Path to) {
    if (!Files.isDirectory(from)) {
      throw new Failure(from + " is missing", "delete target/ and run the command again");
    }
    try {
      Files.createDirectories(to);
      var wanted = names(from);
      for (var name : wanted) {
        file(from.resolve(name), to.resolve(name));
      }
      for (var name : names(to)) {
        if (!wanted.contains(name)) {
          Files.delete(to.resolve(name));
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies one file if it differs. */
  static synchronized void file(Path from, Path to) {
    try {
      if (same(from, to)) {
        return;
      }
      Files.createDirectories(to.getParent());
      var fresh = to.resolveSibling("." + to.getFileName() + ".new");
      Files.copy(
          from, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean same(Path from, Path to) throws IOException {
    return Files.exists(to)
        && Files.size(from) == Files.size(to)
        && Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to));
  }

  private static Set<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }
}
