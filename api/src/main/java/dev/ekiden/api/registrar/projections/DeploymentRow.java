package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A deployment, running or over, and what happened to it. */
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

  /** Of several apps the first one stands for all. */
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
  String cause = "";

  @Column(nullable = false)
  Instant version = Instant.EPOCH;

  @Column(nullable = false)
  int wanted;

  /** What becomes of each app: JSON. */
  @Column(nullable = false)
  String actions = "";

  @Column(name = "started_at", nullable = false)
  Instant startedAt = Instant.EPOCH;

  /** Empty as long as it runs. */
  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(nullable = false)
  String sentence = "";

  /** {@link Story}. */
  @Column(nullable = false)
  String history = "";

  /** For JPA. */
  protected DeploymentRow() {}

  static DeploymentRow of(String id) {
    var row = new DeploymentRow();
    row.id = id;
    return row;
  }
}
