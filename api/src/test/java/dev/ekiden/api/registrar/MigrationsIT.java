package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The schema as Flyway makes it from db/migrations. */
@ExtendWith(ArquillianExtension.class)
class MigrationsIT {
  @Inject private Migrations migrations;
  @Inject private TestDatabase database;

  @Deployment
  static WebArchive archive() {
    return RegistrarArchive.create();
  }

  @BeforeEach
  void empty() throws SQLException {
    database.wipe();
  }

  @Test
  void an_empty_database_gets_every_table() throws SQLException {
    migrations.run();
    assertThat(tables())
        .contains("leader_epoch", "journal", "snapshot", "snapshot_piece", "projection_cursor")
        .contains("app", "app_version", "deployment", "instance", "agent", "project", "quota")
        .contains("audit");
    assertThat(database.column("select epoch from leader_epoch")).containsExactly("0");
  }

  @Test
  void doing_it_again_does_nothing() throws SQLException {
    migrations.run();
    var first = history();
    migrations.run();
    assertThat(first).isNotEmpty().doesNotContain("f");
    assertThat(history()).isEqualTo(first);
  }

  private List<String> tables() throws SQLException {
    return database.column("select table_name from information_schema.tables");
  }

  private List<String> history() throws SQLException {
    return database.column(
        "select version || ' ' || installed_on || ' ' || success from flyway_schema_history");
  }
}
