package dev.ekiden.api.routes;

import dev.ekiden.api.agentlink.Outbox;
import java.util.Optional;

/** The newest text only: each says everything, so those before it need not be sent any more. */
final class Newest implements Outbox.Source {
  // Guarded by this.
  private Optional<String> waiting = Optional.empty();
  private String last = "";

  synchronized void put(String text) {
    waiting = Optional.of(text);
    last = text;
  }

  /** Whether something else was put last. */
  synchronized boolean isNew(String text) {
    return !last.equals(text);
  }

  /** What waits is not true any more. */
  synchronized void forget() {
    waiting = Optional.empty();
    last = "";
  }

  @Override
  public synchronized Optional<String> next() {
    var text = waiting;
    waiting = Optional.empty();
    return text;
  }
}
