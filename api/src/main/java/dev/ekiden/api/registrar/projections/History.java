package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what the projector has written down; a moment behind what is true. */
@ApplicationScoped
public class History {
  @PersistenceContext(unitName = "ekiden")
  private EntityManager entities;

  /** Deployments of these projects, newest first. */
  @Transactional
  public List<LedgerLine> deployments(List<String> projects, int limit) {
    return lines(
        entities
            .createNamedQuery("DeploymentRow.inProjects", DeploymentRow.class)
            .setParameter("projects", projects),
        limit);
  }

  /** Deployments of all projects, newest first. */
  @Transactional
  public List<LedgerLine> deployments(int limit) {
    return lines(entities.createNamedQuery("DeploymentRow.all", DeploymentRow.class), limit);
  }

  private static List<LedgerLine> lines(TypedQuery<DeploymentRow> query, int limit) {
    return query.setMaxResults(limit).getResultStream().map(History::line).toList();
  }

  @Transactional
  public Optional<LedgerLine> deployment(String id) {
    return Optional.ofNullable(entities.find(DeploymentRow.class, id)).map(History::line);
  }

  private static LedgerLine line(DeploymentRow row) {
    var ended = row.endedAt;
    return new LedgerLine(
        row.id,
        row.app,
        row.kind,
        row.state,
        row.actor,
        row.cause,
        row.startedAt,
        ended == null ? row.startedAt : ended,
        row.sentence,
        row.wanted,
        Story.read(row.history));
  }

  @Transactional
  public Optional<InstanceStory> instance(String id) {
    return Optional.ofNullable(entities.find(InstanceRow.class, id)).map(History::story);
  }

  private static InstanceStory story(InstanceRow row) {
    return new InstanceStory(
        row.id,
        new AppId(row.app),
        row.agent,
        Arrays.asList(RowJson.MAPPER.readValue(row.ports, Integer[].class)),
        row.configVersion,
        row.state,
        ending(row),
        Story.read(row.history));
  }

  private static InstanceStory.Ending ending(InstanceRow row) {
    var at = row.endedAt;
    var code = row.exitCode;
    if (at == null || code == null) {
      return new InstanceStory.Ending.None();
    }
    var lines = Arrays.asList(RowJson.MAPPER.readValue(row.lastLines, String[].class));
    return new InstanceStory.Ending.Over(
        new End(End.Cause.valueOf(row.cause), code, row.sentence, lines, at));
  }

  /**
   * What was done in these projects, newest first.
   *
   * @param projects the empty name stands for the cluster as a whole
   * @param before id of the oldest line that is known already
   */
  @Transactional
  public List<AuditLine> audit(List<String> projects, long before, int limit) {
    return audit(
        entities
            .createNamedQuery("AuditRow.inProjects", AuditRow.class)
            .setParameter("projects", projects),
        before,
        limit);
  }

  /** What was done anywhere, newest first. */
  @Transactional
  public List<AuditLine> audit(long before, int limit) {
    return audit(entities.createNamedQuery("AuditRow.all", AuditRow.class), before, limit);
  }

  private static List<AuditLine> audit(TypedQuery<AuditRow> query, long before, int limit) {
    return query
        .setParameter("before", before)
        .setMaxResults(limit)
        .getResultStream()
        .map(History::line)
        .toList();
  }

  private static AuditLine line(AuditRow row) {
    return new AuditLine(
        row.id,
        row.at,
        row.actor,
        row.action,
        row.subject,
        row.project,
        row.deployment,
        row.detail,
        row.before,
        row.after);
  }
}
