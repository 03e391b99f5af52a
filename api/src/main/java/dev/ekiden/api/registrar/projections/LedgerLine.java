package dev.ekiden.api.registrar.projections;

import java.time.Instant;
import java.util.List;

/**
 * A deployment as history tells it; {@code endedAt} equals {@code startedAt} while it runs.
 *
 * @param cause why, if it was not just asked for; may be empty
 */
public record LedgerLine(
    String id,
    String app,
    String kind,
    String state,
    String by,
    String cause,
    Instant startedAt,
    Instant endedAt,
    String sentence,
    int wanted,
    List<Happening> history) {
  public LedgerLine {
    history = List.copyOf(history);
  }
}
