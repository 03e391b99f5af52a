package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Limits of a group. */
@Entity
@Table(name = "quota")
public class QuotaRow {
  @Id
  @Column(name = "group_id")
  String group = "";

  @Column(nullable = false)
  String project = "";

  /** JSON, as facts hold it. */
  @Column(nullable = false)
  String quota = "";

  @Column(name = "changed_at", nullable = false)
  Instant changedAt = Instant.EPOCH;

  /** For JPA. */
  protected QuotaRow() {}

  static QuotaRow of(String group) {
    var row = new QuotaRow();
    row.group = group;
    return row;
  }
}
