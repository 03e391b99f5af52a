package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The ordered log of facts. Batches are written only while the leader's epoch is the newest,
 * checked in the same transaction, so that a deposed leader writes nothing. The newest row is never
 * trimmed.
 */
@ApplicationScoped
public class Journal {
  /** Class 23505 of SQLSTATE: unique_violation. */
  private static final String DUPLICATE = "23505";

  /** Class 55P03 of SQLSTATE: lock_not_available. */
  private static final String LOCKED = "55P03";

  private static final int FETCH_ROWS = 200;

  /** How often to end what holds up a new epoch before it is given up. */
  private static final int EVICTIONS = 3;

  // Its own pool, outside the server's transactions: those keep a connection that broke until a
  // unit of work ends, and threads that lead never end theirs.
  @Resource(lookup = "jdbc/journal", shareable = false)
  private DataSource database;

  @Inject private StaleSessions sessions;

  /**
   * Makes this master the newest leader; its epoch is higher than any before. An append of an older
   * one has a second to end by itself; after that it is ended, as its leader may hang in it for
   * ever.
   */
  public long takeEpoch(String master) throws SQLException {
    for (int evictions = 0; ; evictions++) {
      try {
        return inTransaction(connection -> newEpoch(connection, master));
      } catch (SQLException e) {
        if (!LOCKED.equals(e.getSQLState()) || evictions == EVICTIONS) {
          throw e;
        }
        sessions.endAppends();
      }
    }
  }

  private static long newEpoch(Connection connection, String master) throws SQLException {
    var sql =
        "update leader_epoch set epoch = epoch + 1, master = ?, taken_at = now() returning epoch";
    try (var patience = connection.createStatement();
        var statement = connection.prepareStatement(sql)) {
      patience.execute("set local lock_timeout = '1s'");
      statement.setString(1, master);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** When that batch was decided; empty if the journal does not have it. */
  public Optional<Instant> atOf(long seq) throws SQLException {
    var sql = "select at from journal where seq = ?";
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, seq);
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
            : Optional.empty();
      }
    }
  }

  /**
   * Hands over every batch after {@code seq}, in order; answers the last one's number.
   *
   * @throws GapException if the next batch has been trimmed already
   * @throws NewerFormatException if a newer version wrote one of them
   */
  public long readAfter(long seq, Consumer<Batch> each) throws SQLException {
    // A cursor instead of the whole journal in memory needs a transaction.
    return inTransaction(connection -> readAfter(connection, seq, each));
  }

  private static long readAfter(Connection connection, long seq, Consumer<Batch> each)
      throws SQLException {
    var sql = "select seq, epoch, at, facts, format from journal where seq > ? order by seq";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      statement.setLong(1, seq);
      long last = seq;
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getLong(1) != last + 1) {
            throw new GapException(last + 1, rows.getLong(1));
          }
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
        FactJson.read(row.getInt(5), row.getString(4), row.getLong(1)));
  }

  /**
   * Makes consecutive batches of one epoch durable, all or none, or throws. Safe to repeat with the
   * same batches after an error that left open whether they were written.
   */
  public void append(List<Batch> batches) throws SQLException, DeposedException {
    var texts = batches.stream().map(batch -> FactJson.write(batch.facts())).toList();
    try {
      appendAll(batches, texts);
    } catch (SQLException e) {
      if (!DUPLICATE.equals(e.getSQLState()) || !isWritten(batches.getLast(), texts.getLast())) {
        throw e;
      }
    }
  }

  private void appendAll(List<Batch> batches, List<String> texts)
      throws SQLException, DeposedException {
    inTransaction(
        connection -> {
          fence(connection, batches.getFirst());
          insert(connection, batches, texts);
          return batches.size();
        });
  }

  private static void insert(Connection connection, List<Batch> batches, List<String> texts)
      throws SQLException {
    var first = batches.getFirst();
    var sql = "insert into journal (seq, epoch, at, facts, format) values (?, ?, ?, ?, ?)";
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < batches.size(); i++) {
        var batch = batches.get(i);
        if (batch.seq() != first.seq() + i || batch.epoch() != first.epoch()) {
          throw new IllegalArgumentException("not consecutive: batch " + batch.seq());
        }
        statement.setLong(1, batch.seq());
        statement.setLong(2, batch.epoch());
        statement.setObject(3, batch.at().atOffset(ZoneOffset.UTC));
        statement.setString(4, texts.get(i));
        statement.setInt(5, FactJson.format(batch.facts()));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Holds off newer epochs until this transaction ends; none must be there already. */
  private static void fence(Connection connection, Batch first)
      throws SQLException, DeposedException {
    var sql =
        """
        select exists (select 1 from journal where seq = ?)
        from leader_epoch where epoch = ? for share of leader_epoch
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, first.seq() - 1);
      statement.setLong(2, first.epoch());
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          throw new DeposedException(first.epoch());
        }
        if (first.seq() > 1 && !row.getBoolean(1)) {
          throw new IllegalStateException("there is no batch before batch " + first.seq());
        }
      }
    }
  }

  /** Whether an earlier try of the same batches has got through after all. */
  private boolean isWritten(Batch last, String facts) throws SQLException {
    var sql = "select 1 from journal where seq = ? and epoch = ? and facts = ?";
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, last.seq());
      statement.setLong(2, last.epoch());
      statement.setString(3, facts);
      try (var row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private interface Work<T, X extends Exception> {
    T with(Connection connection) throws SQLException, X;
  }

  /** Commits what was done, unless it has failed. */
  private <T, X extends Exception> T inTransaction(Work<T, X> work) throws SQLException, X {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        var result = work.with(connection);
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }
}
