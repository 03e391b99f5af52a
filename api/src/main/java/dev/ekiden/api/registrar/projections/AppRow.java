package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An app as it is, or as it was when it was removed. */
@Entity
@Table(name = "app")
public class AppRow {
  @Id String id = "";

  @Column(nullable = false)
  String project = "";

  @Column(nullable = false)
  Instant version = Instant.EPOCH;

  @Column(name = "config_version", nullable = false)
  Instant configVersion = Instant.EPOCH;

  @Column(nullable = false)
  int wanted;

  /** JSON, as facts hold it. */
  @Column(nullable = false)
  String definition = "";

  @Column(name = "created_at", nullable = false)
  Instant createdAt = Instant.EPOCH;

  @Column(name = "changed_by", nullable = false)
  String changedBy = "";

  /** Empty as long as it is wanted. */
  @Column(name = "removed_at")
  @Nullable Instant removedAt;

  /** For JPA. */
  protected AppRow() {}

  static AppRow of(String id) {
    var row = new AppRow();
    row.id = id;
    return row;
  }
}
