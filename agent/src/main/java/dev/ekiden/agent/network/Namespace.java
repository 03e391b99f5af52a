package dev.ekiden.agent.network;

import dev.ekiden.agent.disk.Mounts;
import dev.ekiden.agent.exec.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    return Files.exists(file) && Mounts.isMountPoint(file);
  }

  /** What is left in it, interfaces too, goes with its last process. */
  void remove() throws IOException {
    if (exists()) {
      Program.must(List.of("umount", file.toString()));
    }
    Files.deleteIfExists(file);
  }
}
