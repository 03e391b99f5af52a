package dev.ekiden.api.registrar;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** Makes a state from what is durable: the newest snapshot, and the journal after it. */
@ApplicationScoped
public class Recovery {
  @Inject private Snapshots snapshots;
  @Inject private Journal journal;

  /**
   * The state as of now. Both are read as a stream, so that memory is in proportion to the state.
   * Throws {@link NewerFormatException} if only a newer master can read what there is.
   */
  public Recovered load() throws SQLException {
    var base = snapshots.load();
    var state = base.state();
    long seq = journal.readAfter(base.seq(), batch -> batch.facts().forEach(state::apply));
    return new Recovered(state, seq);
  }
}
