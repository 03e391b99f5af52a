package dev.ekiden.api.registrar;

/** The journal was trimmed beyond what the reader has; it must begin with a snapshot again. */
public final class GapException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public GapException(long wanted, long first) {
    super("batch " + wanted + " is no longer in the journal, it begins with " + first);
  }
}
