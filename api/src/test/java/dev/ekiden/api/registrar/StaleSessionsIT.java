package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks of a master that hangs, in a real PostgreSQL. */
@ExtendWith(ArquillianExtension.class)
class StaleSessionsIT {
  private static final String CURSOR = "select seq from projection_cursor for update";
  private static final String COMPACTING = "select pg_advisory_lock(%d)".formatted(Compactor.LOCK);
  private static final Duration LONG = Duration.ofHours(1);

  @Inject private StaleSessions sessions;
  @Inject private TestDatabase database;

  @Deployment
  static WebArchive archive() {
    return RegistrarArchive.create();
  }

  @BeforeEach
  void empty() throws SQLException {
    database.renew();
  }

  @Test
  void projecting_that_takes_too_long_is_ended() throws SQLException {
    try (var hanging = database.transaction()) {
      execute(hanging, CURSOR);

      sessions.endUpkeep(Duration.ZERO, LONG);

      assertThat(hanging.isValid(0)).isFalse();
      try (var other = database.transaction()) {
        execute(other, CURSOR + " nowait");
      }
    }
  }

  @Test
  void projecting_that_goes_on_is_left_alone() throws SQLException {
    try (var busy = database.transaction()) {
      execute(busy, CURSOR);

      sessions.endUpkeep();

      assertThat(busy.isValid(0)).isTrue();
    }
  }

  @Test
  void compacting_that_has_stopped_is_ended() throws SQLException {
    try (var hanging = database.transaction()) {
      hanging.setAutoCommit(true);
      execute(hanging, COMPACTING);

      sessions.endUpkeep(LONG, Duration.ZERO);

      assertThat(hanging.isValid(0)).isFalse();
    }
  }

  @Test
  void compacting_that_goes_on_is_left_alone() throws SQLException {
    try (var busy = database.transaction()) {
      busy.setAutoCommit(true);
      execute(busy, COMPACTING);
      try {
        sessions.endUpkeep();

        assertThat(busy.isValid(0)).isTrue();
      } finally {
        execute(busy, "select pg_advisory_unlock_all()");
      }
    }
  }

  @Test
  void a_reader_of_the_same_tables_is_left_alone() throws SQLException {
    try (var reader = database.transaction()) {
      execute(reader, "select seq from projection_cursor");
      execute(reader, "select epoch from leader_epoch");

      sessions.endAppends();
      sessions.endUpkeep(Duration.ZERO, Duration.ZERO);

      assertThat(reader.isValid(0)).isTrue();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
