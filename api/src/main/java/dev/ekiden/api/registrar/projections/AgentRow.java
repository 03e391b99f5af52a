package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An agent as it last described itself: READY, SILENT, DRAINING, DRAINED or REMOVED. */
@Entity
@Table(name = "agent")
public class AgentRow {
  static final String SILENT = "SILENT";

  @Id String id = "";

  @Column(nullable = false)
  String host = "";

  /** JSON, as facts hold it. */
  @Column(nullable = false)
  String spec = "";

  @Column(nullable = false)
  String state = "";

  @Column(nullable = false)
  Instant since = Instant.EPOCH;

  @Column(name = "joined_at", nullable = false)
  Instant joinedAt = Instant.EPOCH;

  /** Empty as long as it is known. */
  @Column(name = "removed_at")
  @Nullable Instant removedAt;

  /** For JPA. */
  protected AgentRow() {}

  static AgentRow of(String id) {
    var row = new AgentRow();
    row.id = id;
    return row;
  }
}
