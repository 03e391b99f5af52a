package dev.ekiden.api.forward;

import java.io.IOException;

/** Whoever asked has gone, or stopped in the middle of what it had to say. */
final class ClientGoneException extends IOException {
  private static final long serialVersionUID = 1;

  ClientGoneException(IOException cause) {
    super("the caller went away: " + cause.getMessage(), cause);
  }
}
