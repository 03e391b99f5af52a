package dev.ekiden.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What is mounted. */
public final class Mounts {
  private Mounts() {}

  /**
   * Whether something is mounted at a path that is there: it is on another device than around it.
   */
  public static boolean isMountPoint(Path path) throws IOException {
    return !Objects.equals(
        Files.getAttribute(path, "unix:dev"),
        Files.getAttribute(Objects.requireNonNull(path.toAbsolutePath().getParent()), "unix:dev"));
  }
}
