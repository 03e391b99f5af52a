package dev.ekiden.api.registrar.projections;

import dev.ekiden.api.registrar.Retention;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** Deletes history that is older than {@link Retention} says, a little at a time. */
@ApplicationScoped
public class Pruning {
  /** Rows in one delete at most, so that none takes long. */
  private static final int AT_ONCE = 1_000;

  /** Deletes of one table in a run at most; the next run goes on. */
  private static final int DELETES = 100;

  @Resource(lookup = "jdbc/ekiden", shareable = false)
  private DataSource database;

  @Inject private Retention retention;

  /** Deletes what is due, {@value #AT_ONCE} rows in a transaction. */
  public void run() throws SQLException {
    prune("instance", "ended_at < ?", retention.instances());
    prune("deployment", "ended_at < ?", retention.deployments());
    prune("audit", "at < ?", retention.audit());
    prune("app", "removed_at < ?", retention.definitions());
    prune("agent", "removed_at < ?", retention.definitions());
    prune(
        "app_version",
        """
        version < ? and not exists (
          select 1 from app where app.id = app_version.app and app.removed_at is null
          and app_version.version in (app.version, app.config_version))
        """,
        retention.definitions());
  }

  private void prune(String table, String due, Duration keep) throws SQLException {
    var sql =
        "delete from %1$s where id in (select id from %1$s where %2$s limit %3$d)"
            .formatted(table, due, AT_ONCE);
    var oldest = Instant.now().minus(keep).atOffset(ZoneOffset.UTC);
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, oldest);
      for (int i = 0; i < DELETES && statement.executeUpdate() == AT_ONCE; i++) {
        // Each one is a transaction of its own.
      }
    }
  }
}
