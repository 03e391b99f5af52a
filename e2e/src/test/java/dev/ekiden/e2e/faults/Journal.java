package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.Ekiden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The registrar's journal as the database has it. */
final class Journal {
  private static final String URL = "jdbc:postgresql://127.0.0.1:9432/ekiden";

  /** Batches after which comes one of an older epoch, or after which one is missing. */
  private static final String WRONG =
      """
      select count(*) from (
        select seq, epoch, lead(seq) over w as next_seq, lead(epoch) over w as next_epoch
        from journal window w as (order by seq)) pairs
      where next_epoch < epoch or next_seq <> seq + 1
      """;

  private Journal() {}

  /** A transaction that appends, and hangs in it. */
  record OpenBatch(Connection connection) implements AutoCloseable {
    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new AssertionError("the batch cannot be given up: " + e, e);
      }
    }
  }

  /** How often a deposed leader wrote, or a batch got lost. */
  static int wrongBatches() {
    try (var connection = connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(WRONG)) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError("the journal cannot be read: " + e, e);
    }
  }

  /**
   * What a leader has open that hangs in the middle of a batch, until closed: a pause hits that
   * moment seldom.
   */
  static OpenBatch openBatch() {
    try {
      var connection = connect();
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("select epoch from leader_epoch for share");
      }
      return new OpenBatch(connection);
    } catch (SQLException e) {
      throw new AssertionError("no batch can be begun: " + e, e);
    }
  }

  private static Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", "ekiden");
    properties.setProperty("password", password());
    return DriverManager.getConnection(URL, properties);
  }

  private static String password() {
    var secrets = new Properties();
    try (var in = Files.newBufferedReader(Ekiden.DATA.resolve("secrets.properties"))) {
      secrets.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets.getProperty("ekiden.database.password");
  }
}
