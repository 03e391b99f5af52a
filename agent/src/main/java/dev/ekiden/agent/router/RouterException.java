package dev.ekiden.agent.router;

/** A step towards the wanted routes failed; it is tried again. The message names path and cause. */
final class RouterException extends Exception {
  private static final long serialVersionUID = 1L;

  RouterException(String message) {
    super(message);
  }

  RouterException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
