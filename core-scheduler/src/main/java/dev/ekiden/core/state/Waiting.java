package dev.ekiden.core.state;

import dev.ekiden.core.model.Veto;
import java.time.Instant;
import java.util.List;

/** Whether instances of an app are wanted that no agent can take. */
public sealed interface Waiting {

  /** Everything wanted has a place. */
  record None() implements Waiting {}

  /** {@code missing} instances have no place, for a reason per agent. */
  record ForRoom(Instant since, int missing, List<Veto> vetoes) implements Waiting {
    public ForRoom {
      vetoes = List.copyOf(vetoes);
    }
  }
}
