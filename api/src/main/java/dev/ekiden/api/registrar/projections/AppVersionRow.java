package dev.ekiden.api.registrar.projections;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One definition that an app has or had: what, since when, by whom. */
@Entity
@Table(name = "app_version")
public class AppVersionRow {
  /** App and version in one. */
  @Id String id = "";

  @Column(nullable = false)
  String app = "";

  @Column(nullable = false)
  Instant version = Instant.EPOCH;

  @Column(name = "config_version", nullable = false)
  Instant configVersion = Instant.EPOCH;

  /** JSON, as facts hold it. */
  @Column(nullable = false)
  String definition = "";

  @Column(nullable = false)
  String actor = "";

  /** Id of the deployment that brought it; may be empty. */
  @Column(nullable = false)
  String deployment = "";

  /** For JPA. */
  protected AppVersionRow() {}

  static AppVersionRow of(String id) {
    var row = new AppVersionRow();
    row.id = id;
    return row;
  }

  static String id(String app, Instant version) {
    return app + "@" + version;
  }
}
