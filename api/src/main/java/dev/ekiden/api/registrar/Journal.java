package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The ordered log of facts. A batch is written only while the leader's epoch is the newest, checked
 * and written in one statement, so that a deposed leader writes nothing.
 */
@ApplicationScoped
public class Journal {
  /** Class 23505 of SQLSTATE: unique_violation. */
  private static final String DUPLICATE = "23505";

  private static final int FETCH_ROWS = 500;

  @Resource(lookup = "jdbc/ekiden")
  private DataSource database;

  /** Makes this master the newest leader; its epoch is higher than any before. */
  public long takeEpoch(String master) throws SQLException {
    var sql =
        "update leader_epoch set epoch = epoch + 1, master = ?, taken_at = now() returning epoch";
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, master);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Hands over every batch after {@code seq}, in order; answers the last one's number. */
  public long readAfter(long seq, Consumer<Batch> each) throws SQLException {
    try (var connection = database.getConnection()) {
      // A cursor instead of the whole journal in memory needs a transaction.
      connection.setAutoCommit(false);
      try {
        return readAfter(connection, seq, each);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static long readAfter(Connection connection, long seq, Consumer<Batch> each)
      throws SQLException {
    var sql = "select seq, epoch, at, facts from journal where seq > ? order by seq";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      statement.setLong(1, seq);
      long last = seq;
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var batch = batch(rows);
          each.accept(batch);
          last = batch.seq();
        }
      }
      return last;
    }
  }

  private static Batch batch(ResultSet row) throws SQLException {
    return new Batch(
        row.getLong(1),
        row.getLong(2),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        FactJson.read(row.getString(4)));
  }

  /**
   * Makes the batch durable, or throws. Safe to repeat with the same batch after an error that left
   * open whether it was written.
   */
  public void append(Batch batch) throws SQLException, DeposedException {
    var facts = FactJson.write(batch.facts());
    var sql =
        """
        with newest as (select epoch from leader_epoch where epoch = ? for share)
        insert into journal (seq, epoch, at, facts) select ?, epoch, ?, ? from newest
        where ? = 0 or exists (select 1 from journal where seq = ?)
        """;
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, batch.epoch());
      statement.setLong(2, batch.seq());
      statement.setObject(3, utc(batch.at()));
      statement.setString(4, facts);
      statement.setLong(5, batch.seq() - 1);
      statement.setLong(6, batch.seq() - 1);
      insert(connection, statement, batch, facts);
    }
  }

  private static void insert(
      Connection connection, PreparedStatement statement, Batch batch, String facts)
      throws SQLException, DeposedException {
    int written;
    try {
      written = statement.executeUpdate();
    } catch (SQLException e) {
      if (DUPLICATE.equals(e.getSQLState()) && isWritten(connection, batch, facts)) {
        return;
      }
      throw e;
    }
    if (written != 1 && isNewest(connection, batch.epoch())) {
      throw new IllegalStateException("there is no batch before batch " + batch.seq());
    }
    if (written != 1) {
      throw new DeposedException(batch.epoch());
    }
  }

  private static boolean isNewest(Connection connection, long epoch) throws SQLException {
    var sql = "select 1 from leader_epoch where epoch = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, epoch);
      try (var row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Whether an earlier try of the same batch has got through after all. */
  private static boolean isWritten(Connection connection, Batch batch, String facts)
      throws SQLException {
    var sql = "select 1 from journal where seq = ? and epoch = ? and facts = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, batch.seq());
      statement.setLong(2, batch.epoch());
      statement.setString(3, facts);
      try (var row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
