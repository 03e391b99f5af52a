package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A project that has or had an app or a quota. */
@Entity
@Table(name = "project")
public class ProjectRow {
  @Id String id = "";

  @Column(name = "first_seen", nullable = false)
  Instant firstSeen = Instant.EPOCH;

  /** For JPA. */
  protected ProjectRow() {}

  static ProjectRow of(String id) {
    var row = new ProjectRow();
    row.id = id;
    return row;
  }
}
