package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Path;

/** A control file could not be read or written; says which, and with what value. */
public final class CgroupException extends IOException {
  private static final long serialVersionUID = 1;

  CgroupException(Path file, String value, IOException cause) {
    super("cannot write '" + value + "' to " + file + ": " + cause, cause);
  }

  CgroupException(Path file, Exception cause) {
    super("cannot read " + file + ": " + cause, cause);
  }
}
