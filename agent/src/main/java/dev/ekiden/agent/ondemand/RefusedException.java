package dev.ekiden.agent.ondemand;

import dev.ekiden.core.wire.Outcome;

/** Why there is no answer, in a sentence for whoever asked. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;

  public RefusedException(Outcome outcome, String detail) {
    super(detail);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }
}
