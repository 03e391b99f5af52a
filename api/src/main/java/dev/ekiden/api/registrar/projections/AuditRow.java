package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** Who did what to what, and what it changed. */
@Entity
@Table(name = "audit")
@NamedQuery(
    name = "AuditRow.inProjects",
    query =
        """
        select a from AuditRow a where a.project in :projects and a.id < :before order by a.id desc
        """)
@NamedQuery(name = "AuditRow.last", query = "select coalesce(max(a.id), 0L) from AuditRow a")
@NamedQuery(
    name = "AuditRow.all",
    query = "select a from AuditRow a where a.id < :before order by a.id desc")
public class AuditRow {
  /** Grows with time. */
  @Id long id;

  @Column(nullable = false)
  Instant at = Instant.EPOCH;

  /** Empty where the facts do not say. */
  @Column(nullable = false)
  String actor = "";

  @Column(nullable = false)
  String action = "";

  @Column(nullable = false)
  String subject = "";

  /** Empty for what concerns the whole cluster. */
  @Column(nullable = false)
  String project = "";

  /** May be empty. */
  @Column(nullable = false)
  String deployment = "";

  /** A sentence; may be empty. */
  @Column(nullable = false)
  String detail = "";

  /** JSON of what differs; empty if there was nothing. */
  @Column(nullable = false)
  String before = "";

  /** JSON of what differs; empty if there is nothing now. */
  @Column(nullable = false)
  String after = "";

  /** For JPA. */
  protected AuditRow() {}

  static AuditRow of(long id) {
    var row = new AuditRow();
    row.id = id;
    return row;
  }
}
