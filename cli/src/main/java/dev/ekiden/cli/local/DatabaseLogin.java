package dev.ekiden.cli.local;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How commands log in to the local PostgreSQL: as its superuser, which only they know. */
record DatabaseLogin(Secrets secrets) {
  private static final String CONNECT_SECONDS = "2";
  private static final String NO_LIMIT = "0";

  /** For a quick question; waits for no answer longer than 5 s. */
  Connection toAsk(String database) throws SQLException {
    return connect(database, "5");
  }

  /** For work that may take minutes. */
  Connection toWork(String database) throws SQLException {
    return connect(database, NO_LIMIT);
  }

  private Connection connect(String database, String answerSeconds) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", secrets.get(Secrets.Name.POSTGRES));
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", answerSeconds);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + Postgres.PORT + "/" + database, properties);
  }
}
