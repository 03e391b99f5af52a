package dev.ekiden.api.registrar;

import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;

/**
 * One row of the journal: facts that became durable together.
 *
 * @param seq one more than the batch before
 * @param epoch of the leader that wrote it
 */
public record Batch(long seq, long epoch, Instant at, List<Fact> facts) {
  public Batch {
    facts = List.copyOf(facts);
  }
}
