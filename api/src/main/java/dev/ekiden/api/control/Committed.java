package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import java.util.List;

/**
 * Fired once a commit is durable and visible in the {@link View}, on the one thread that tells of
 * commits; its batches follow each other.
 */
public record Committed(List<Batch> batches) {
  public Committed {
    batches = List.copyOf(batches);
  }
}
