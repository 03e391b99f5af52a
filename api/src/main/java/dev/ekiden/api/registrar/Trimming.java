package dev.ekiden.api.registrar;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Deletes the journal's oldest batches once nobody needs them: both kept snapshots and every
 * projection have them, and they are old. What is left has no gaps, and the batch of the older
 * snapshot stays, so that whoever reads after it can tell that nothing is missing.
 */
@ApplicationScoped
class Trimming {
  /** Batches in one delete at most, so that none takes long. */
  private static final int AT_ONCE = 500;

  /**
   * @param older seq of the older one of the kept snapshots
   * @param oldest batches from then on stay
   * @return how many batches were deleted
   */
  long trim(Connection connection, long older, Instant oldest) throws SQLException {
    long end = Math.min(older, slowestCursor(connection));
    long deleted = 0;
    for (long from = first(connection); from < end; from = Math.min(from + AT_ONCE, end)) {
      long to = Math.min(from + AT_ONCE, end);
      long here = delete(connection, to, oldest);
      deleted += here;
      if (here < to - from) {
        return deleted;
      }
    }
    return deleted;
  }

  private static long slowestCursor(Connection connection) throws SQLException {
    return number(connection, "select coalesce(min(seq), 0) from projection_cursor");
  }

  private static long first(Connection connection) throws SQLException {
    return number(connection, "select coalesce(min(seq), 0) from journal");
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql);
        var row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Up to the first batch that is not old enough, even if a clock made later ones look so. */
  private static int delete(Connection connection, long to, Instant oldest) throws SQLException {
    var sql =
        """
        delete from journal where seq < least(?,
          coalesce((select min(seq) from journal where seq < ? and at >= ?), ?))
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, to);
      statement.setLong(2, to);
      statement.setObject(3, oldest.atOffset(ZoneOffset.UTC));
      statement.setLong(4, to);
      return statement.executeUpdate();
    }
  }
}
