package dev.ekiden.api.registrar;

/** What lies in the registrar was written by a newer master; this one must not guess at it. */
public final class NewerFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NewerFormatException(String what, int format, int known) {
    super(
        "%s has format %d, this master knows formats up to %d: upgrade this master"
            .formatted(what, format, known));
  }
}
