package dev.ekiden.api.registrar.projections;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Tells how far the projections and the newest snapshot are behind the journal. */
@ApplicationScoped
public class Projections {
  @Resource(lookup = "jdbc/ekiden", shareable = false)
  private DataSource database;

  private volatile Reading last = new Reading(Collections.emptySortedMap(), 0, Instant.EPOCH);

  private record Reading(SortedMap<String, Long> batches, long snapshot, Instant takenAt) {}

  /** As of the last {@link #refresh}; asks nobody. */
  public Lag lag() {
    var reading = last;
    var age =
        reading.snapshot() == 0
            ? Duration.ZERO
            : Duration.between(reading.takenAt(), Instant.now());
    return new Lag(reading.batches(), reading.snapshot(), age);
  }

  /** Asks the database. */
  public void refresh() throws SQLException {
    try (var connection = database.getConnection()) {
      last = read(connection, behind(connection));
    }
  }

  private static SortedMap<String, Long> behind(Connection connection) throws SQLException {
    var sql =
        """
        select projection, (select coalesce(max(seq), 0) from journal) - seq from projection_cursor
        """;
    var behind = new TreeMap<String, Long>();
    try (var statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        behind.put(rows.getString(1), rows.getLong(2));
      }
    }
    return behind;
  }

  private static Reading read(Connection connection, SortedMap<String, Long> behind)
      throws SQLException {
    var sql =
        """
        select seq, completed_at from snapshot where completed_at is not null
        order by seq desc limit 1
        """;
    try (var statement = connection.prepareStatement(sql);
        var row = statement.executeQuery()) {
      return row.next()
          ? new Reading(behind, row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant())
          : new Reading(behind, 0, Instant.EPOCH);
    }
  }
}
