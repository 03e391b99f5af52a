package dev.ekiden.agent.router;

/** The configuration cannot be used; the message is one line for the operator. */
final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }

  SettingsException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
