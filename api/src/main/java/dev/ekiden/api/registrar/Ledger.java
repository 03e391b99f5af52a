package dev.ekiden.api.registrar;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;

/** Moves the ledger projection forward over the journal, off the control loop's thread. */
@ApplicationScoped
public class Ledger {
  private static final int BATCHES_AT_ONCE = 1_000;

  @Inject private Journal journal;
  @Inject private LedgerProjection projection;

  /** Reads what is new in the journal and writes it down; returns when there is nothing new. */
  public synchronized void catchUp() throws SQLException {
    var news = new ArrayList<Batch>();
    journal.readAfter(
        projection.cursor(),
        batch -> {
          news.add(batch);
          if (news.size() == BATCHES_AT_ONCE) {
            projection.project(news);
            news.clear();
          }
        });
    if (!news.isEmpty()) {
      projection.project(news);
    }
  }
}
