package dev.ekiden.portal.client;

/** The person's session has ended; the only cure is to sign in again. */
public final class SignedOutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Tells why, for the log. */
  public SignedOutException(String why) {
    super(why);
  }
}
