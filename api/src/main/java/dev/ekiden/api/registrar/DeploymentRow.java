package dev.ekiden.api.registrar;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** One line of the ledger: a deployment, running or over. Written by {@link LedgerProjection}. */
@Entity
@Table(name = "deployment")
@NamedQuery(
    name = "DeploymentRow.inProjects",
    query = "select d from DeploymentRow d where d.project in :projects order by d.startedAt desc")
@NamedQuery(
    name = "DeploymentRow.all",
    query = "select d from DeploymentRow d order by d.startedAt desc")
public class DeploymentRow {
  @Id String id = "";

  @Column(nullable = false)
  String app = "";

  @Column(nullable = false)
  String project = "";

  @Column(nullable = false)
  String kind = "";

  @Column(nullable = false)
  String state = "";

  @Column(nullable = false)
  String actor = "";

  @Column(nullable = false)
  OffsetDateTime version = OffsetDateTime.MIN;

  @Column(nullable = false)
  int wanted;

  @Column(name = "started_at", nullable = false)
  OffsetDateTime startedAt = OffsetDateTime.MIN;

  /** Empty as long as it runs. */
  @Column(name = "ended_at")
  @Nullable OffsetDateTime endedAt;

  @Column(nullable = false)
  String sentence = "";

  /** For JPA. */
  protected DeploymentRow() {}
}
