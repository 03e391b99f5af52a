package dev.ekiden.agent.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A network namespace that is there as long as its file is mounted, with or without processes and
 * agents; a reboot takes the mount and leaves an empty file.
 */
record Namespace(Path file) {

  void make() throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    Program.must(List.of("unshare", "--net=" + file, "true"));
  }

  boolean exists() throws IOException {
    return Files.exists(file) && isMounted();
  }

  /** What is left in it, interfaces too, goes with its last process. */
  void remove() throws IOException {
    if (exists()) {
      Program.must(List.of("umount", file.toString()));
    }
    Files.deleteIfExists(file);
  }

  /** A mounted file is on another device than its directory. */
  private boolean isMounted() throws IOException {
    var directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    return !Objects.equals(
        Files.getAttribute(file, "unix:dev"), Files.getAttribute(directory, "unix:dev"));
  }
}
