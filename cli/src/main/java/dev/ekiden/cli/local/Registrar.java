package dev.ekiden.cli.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The little that commands ask the masters' database: who led last, and how far the journal is. */
record Registrar(DatabaseLogin login) {
  /**
   * More elections than a cluster holds in its life. A restored registrar goes on this far above
   * its backup, as agents refuse a leader whose epoch is lower than one that they have seen.
   */
  static final long EPOCHS_PER_RESTORE = 1_000_000;

  private static final String DATABASE = "ekiden";

  /** With the secrets of a stack. */
  Registrar(Secrets secrets) {
    this(new DatabaseLogin(secrets));
  }

  /** The newest epoch and the number of the last batch; both 0 before the first master led. */
  record Position(long epoch, long seq) {}

  /** The master that led last, if the database answers and any has led. */
  Optional<String> leader() {
    try (var connection = login.toAsk(DATABASE);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select master from leader_epoch")) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** How far the registrar is at least: others may go on writing. */
  Position position() throws SQLException {
    try (var connection = login.toAsk(DATABASE)) {
      if (!hasSchema(connection)) {
        return new Position(0, 0);
      }
      var sql =
          "select (select epoch from leader_epoch), (select coalesce(max(seq), 0) from journal)";
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(sql)) {
        row.next();
        return new Position(row.getLong(1), row.getLong(2));
      }
    }
  }

  /**
   * Makes the next leader's epoch higher than {@code atLeast} and than this registrar's own by
   * {@link #EPOCHS_PER_RESTORE}. Doing it twice is harmless. False before there is a schema.
   */
  boolean raiseEpoch(long atLeast) throws SQLException {
    try (var connection = login.toAsk(DATABASE)) {
      if (!hasSchema(connection)) {
        return false;
      }
      var sql = "update leader_epoch set epoch = greatest(epoch + ?, ?), master = 'restore'";
      try (var statement = connection.prepareStatement(sql)) {
        statement.setLong(1, EPOCHS_PER_RESTORE);
        statement.setLong(2, atLeast);
        statement.executeUpdate();
      }
      return true;
    }
  }

  private static boolean hasSchema(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select to_regclass('leader_epoch') is not null")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
