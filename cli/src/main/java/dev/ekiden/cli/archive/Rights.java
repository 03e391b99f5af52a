package dev.ekiden.cli.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;

/** Rights of files as the nine lower bits of their mode. */
final class Rights {
  private static final int ALL = 0777;

  private Rights() {}

  static int of(Path path) throws IOException {
    return ALL & (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
  }

  static void set(Path path, int mode) throws IOException {
    var rights = EnumSet.noneOf(PosixFilePermission.class);
    // The enumeration's order is that of the bits, highest first.
    var all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode >> (all.length - 1 - i) & 1) == 1) {
        rights.add(all[i]);
      }
    }
    Files.setPosixFilePermissions(path, rights);
  }
}
