package dev.ekiden.api.control;

/** Decided, but this master ended before it knew whether that is durable: it may be or not. */
public final class UnconfirmedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnconfirmedException(String message) {
    super(message);
  }
}
