package dev.ekiden.agent.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that only root may look into, whoever made it and however. */
public final class PrivateDir {
  private PrivateDir() {}

  /** Makes it if need be, and takes away what others may do. */
  public static Path at(Path path) throws IOException {
    var mine = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(path, PosixFilePermissions.asFileAttribute(mine));
    Files.setPosixFilePermissions(path, mine);
    return path;
  }
}
