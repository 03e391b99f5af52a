package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What tests do to the database behind the registrar's back. */
@ApplicationScoped
public class TestDatabase {
  @Resource(lookup = "jdbc/ekiden")
  private DataSource source;

  @Inject private Migrations migrations;

  /** As PostgreSQL is when it has just been installed. */
  void wipe() throws SQLException {
    run("drop schema public cascade");
    run("create schema public");
  }

  /** As it is when a master has started on it for the first time. */
  void renew() throws SQLException {
    wipe();
    migrations.run();
  }

  void run(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A transaction of the test's own, to hold locks in; closing it lets go of them. */
  Connection transaction() throws SQLException {
    var connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** First column of all rows, as text. */
  List<String> column(String sql) throws SQLException {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
