package dev.ekiden.api.registrar.projections;

import dev.ekiden.api.registrar.Batch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/**
 * Keeps all projected tables in step with the journal, behind one cursor that moves in the same
 * transaction: whatever fails is simply done again. One for all, as each batch is then read once
 * and the tables agree with each other: the audit tells what an app was before from the apps.
 */
@ApplicationScoped
class Tables {
  private static final String NAME = "history";
  private static final String CURSOR = "select seq from projection_cursor where projection = :name";

  @PersistenceContext(unitName = "ekiden")
  private EntityManager entities;

  /** How far the journal has been read. */
  @Transactional
  long cursor() {
    var rows =
        entities.createNativeQuery(CURSOR, Long.class).setParameter("name", NAME).getResultList();
    return rows.isEmpty() ? 0 : (Long) rows.getFirst();
  }

  /** Writes down what the batches say; those already read are passed over. */
  @Transactional
  void project(List<Batch> batches) {
    entities
        .createNativeQuery("insert into projection_cursor values (:name, 0) on conflict do nothing")
        .setParameter("name", NAME)
        .executeUpdate();
    // Locked, so that two masters do not project at once.
    long cursor =
        (Long)
            entities
                .createNativeQuery(CURSOR + " for update", Long.class)
                .setParameter("name", NAME)
                .getSingleResult();
    var news = batches.stream().filter(batch -> batch.seq() > cursor).toList();
    if (news.isEmpty()) {
      return;
    }
    var sheet = new Sheet(entities);
    sheet.fetch(news);
    var projecting = new Projecting(sheet);
    for (var batch : news) {
      sheet.begin(batch);
      batch.facts().forEach(projecting::project);
    }
    sheet.write();
    entities
        .createNativeQuery("update projection_cursor set seq = :seq where projection = :name")
        .setParameter("seq", news.getLast().seq())
        .setParameter("name", NAME)
        .executeUpdate();
  }
}
