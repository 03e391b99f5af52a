package dev.ekiden.cli.machine;

/** Why a command cannot go on: what is wrong and what to do about it, for a person to read. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One sentence {@code what} is wrong, one {@code todo} that helps. */
  public Failure(String what, String todo) {
    super(what + ": " + todo);
  }

  /** The same, with what caused it. */
  public Failure(String what, String todo, Throwable cause) {
    super(what + ": " + todo, cause);
  }
}
