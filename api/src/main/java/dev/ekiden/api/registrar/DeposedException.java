package dev.ekiden.api.registrar;

/** A newer leader exists: this one has written nothing and must stop deciding. */
public final class DeposedException extends Exception {
  private static final long serialVersionUID = 1;

  public DeposedException(long epoch) {
    super("epoch " + epoch + " is no longer the newest");
  }
}
