package dev.ekiden.api.registrar;

import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Keeps the table {@code deployment} in step with the journal, behind a cursor that moves in the
 * same transaction: whatever fails is simply done again.
 */
@ApplicationScoped
public class LedgerProjection {
  private static final String NAME = "ledger";
  private static final String CURSOR = "select seq from projection_cursor where projection = :name";

  @PersistenceContext(unitName = "ekiden")
  private EntityManager entities;

  /** How far this projection has read the journal. */
  @Transactional
  public long cursor() {
    var rows =
        entities.createNativeQuery(CURSOR, Long.class).setParameter("name", NAME).getResultList();
    return rows.isEmpty() ? 0 : (Long) rows.getFirst();
  }

  /** Writes down what the batches say; those already read are passed over. */
  @Transactional
  public void project(List<Batch> batches) {
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
    for (var batch : batches) {
      if (batch.seq() > cursor) {
        batch.facts().forEach(this::project);
        cursor = batch.seq();
      }
    }
    entities
        .createNativeQuery("update projection_cursor set seq = :seq where projection = :name")
        .setParameter("seq", cursor)
        .setParameter("name", NAME)
        .executeUpdate();
  }

  private void project(Fact fact) {
    if (fact instanceof Fact.DeploymentStarted started) {
      var row = new DeploymentRow();
      row.id = started.id().value();
      // Of several apps the first one stands for all.
      var first = started.actions().getFirst();
      row.app = first.app().path();
      row.project = first.app().project().value();
      row.kind = first.kind().name();
      row.state = Deployment.State.RUNNING.name();
      row.actor = started.by();
      row.version = utc(first.version());
      row.wanted = first.wanted();
      row.startedAt = utc(started.at());
      entities.merge(row);
    } else if (fact instanceof Fact.DeploymentEnded ended) {
      var row = entities.find(DeploymentRow.class, ended.id().value());
      if (row != null) {
        row.state = ended.state().name();
        row.endedAt = utc(ended.at());
        row.sentence = ended.sentence();
      }
    }
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** Newest first. */
  @Transactional
  public List<LedgerLine> newest(List<String> projects, int limit) {
    return entities
        .createNamedQuery("DeploymentRow.inProjects", DeploymentRow.class)
        .setParameter("projects", projects)
        .setMaxResults(limit)
        .getResultStream()
        .map(LedgerProjection::line)
        .toList();
  }

  /** Newest first, of all projects. */
  @Transactional
  public List<LedgerLine> newest(int limit) {
    return entities
        .createNamedQuery("DeploymentRow.all", DeploymentRow.class)
        .setMaxResults(limit)
        .getResultStream()
        .map(LedgerProjection::line)
        .toList();
  }

  private static LedgerLine line(DeploymentRow row) {
    var ended = row.endedAt;
    return new LedgerLine(
        row.id,
        row.app,
        row.kind,
        row.state,
        row.actor,
        row.startedAt.toInstant(),
        ended == null ? row.startedAt.toInstant() : ended.toInstant(),
        row.sentence,
        row.wanted);
  }
}
