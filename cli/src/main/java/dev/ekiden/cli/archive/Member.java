package dev.ekiden.cli.archive;

/**
 * One file of a backup: its path below the data directory with {@code /} between names, its size in
 * bytes, and the SHA-256 of its bytes in hex.
 */
public record Member(String name, long size, String sha256) {
  /** Refuses a name that could lead out of the data directory. */
  public Member {
    if (!isInside(name)) {
      throw new IllegalArgumentException("not a path below the data directory: " + name);
    }
  }

  /** Whether a path is relative and goes nowhere but down. */
  static boolean isInside(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0) {
      return false;
    }
    for (var part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
