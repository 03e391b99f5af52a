package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.QuotaGap;
import dev.ekiden.core.model.Veto;
import java.time.Instant;
import java.util.List;

/** Whether instances of an app are wanted that cannot be placed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Waiting {
  /** Everything wanted has a place. */
  record None() implements Waiting {}

  /**
   * {@code missing} instances have no place.
   *
   * @param vetoes reasons of some agents, as they were when it began to wait for so many
   * @param funnel of all agents, as it was then
   */
  record ForRoom(Instant since, int missing, List<Veto> vetoes, Funnel funnel) implements Waiting {
    public ForRoom {
      vetoes = List.copyOf(vetoes);
    }
  }

  /** {@code missing} instances would exceed a quota. */
  record ForQuota(Instant since, int missing, List<QuotaGap> gaps) implements Waiting {
    public ForQuota {
      gaps = List.copyOf(gaps);
    }
  }
}
