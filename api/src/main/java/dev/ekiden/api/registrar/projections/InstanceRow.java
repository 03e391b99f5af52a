package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance, live or over, and what happened to it. Its {@code state} is one of {@link
 * dev.ekiden.core.state.Instance.Condition}, or ENDED.
 */
@Entity
@Table(name = "instance")
@NamedQuery(
    name = "InstanceRow.silence",
    query =
        """
        update InstanceRow i set
          i.state = case when i.state = 'KILLING' then 'INACTIVE' else 'UNREACHABLE' end,
          i.history = concat(i.history, :line)
        where i.agent = :agent and i.endedAt is null
          and i.state in ('STARTING', 'RUNNING', 'KILLING')
        """)
public class InstanceRow {
  static final String ENDED = "ENDED";

  @Id String id = "";

  @Column(nullable = false)
  String app = "";

  @Column(nullable = false)
  String project = "";

  @Column(name = "config_version", nullable = false)
  Instant configVersion = Instant.EPOCH;

  @Column(nullable = false)
  String agent = "";

  /** JSON. */
  @Column(nullable = false)
  String ports = "";

  @Column(nullable = false)
  String state = "";

  @Column(nullable = false)
  String health = "";

  @Column(nullable = false)
  long pid;

  @Column(name = "placed_at", nullable = false)
  Instant placedAt = Instant.EPOCH;

  /** Empty if it has never run. */
  @Column(name = "started_at")
  @Nullable Instant startedAt;

  /** Empty as long as it lives. */
  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  /** Of its end; empty as long as it lives. */
  @Column(nullable = false)
  String cause = "";

  @Column(name = "exit_code")
  @Nullable Integer exitCode;

  /** About its end; empty as long as it lives. */
  @Column(nullable = false)
  String sentence = "";

  /** Of its output: JSON. */
  @Column(name = "last_lines", nullable = false)
  String lastLines = "[]";

  /** {@link Story}. */
  @Column(nullable = false)
  String history = "";

  /** For JPA. */
  protected InstanceRow() {}

  static InstanceRow of(String id) {
    var row = new InstanceRow();
    row.id = id;
    return row;
  }
}
