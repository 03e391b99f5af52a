package dev.ekiden.cli.archive;

import java.io.IOException;

/** A file is no backup, not whole, or not as it was written; the message says which and where. */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  ArchiveException(String message) {
    super(message);
  }

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
