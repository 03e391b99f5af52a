package dev.ekiden.api.registrar;

import java.sql.SQLException;

/** Carries a database's error through code that may not throw it; unpacked on the other side. */
final class UncheckedSqlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final SQLException error;

  UncheckedSqlException(SQLException error) {
    super(error);
    this.error = error;
  }

  SQLException error() {
    return error;
  }
}
