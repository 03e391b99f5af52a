package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import java.time.Instant;
import java.util.List;

/**
 * An instance, live or over, and what happened to it.
 *
 * @param state one of {@link dev.ekiden.core.state.Instance.Condition}, or ENDED
 * @param version that it was started from
 */
public record InstanceStory(
    String id,
    AppId app,
    String agent,
    List<Integer> ports,
    Instant version,
    String state,
    Ending ending,
    List<Happening> history) {
  public InstanceStory {
    ports = List.copyOf(ports);
    history = List.copyOf(history);
  }

  /** Whether it is over, and how. */
  public sealed interface Ending {
    /** It lives. */
    record None() implements Ending {}

    /** It is over. */
    record Over(End end) implements Ending {}
  }
}
