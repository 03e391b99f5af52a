package dev.ekiden.api.control;

/** Nothing was decided and nothing changed; the caller may try again soon. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnavailableException(String message) {
    super(message);
  }
}
