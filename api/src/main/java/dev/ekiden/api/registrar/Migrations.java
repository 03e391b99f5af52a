package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema to what this version needs, forward only; several masters may do so at once.
 */
@ApplicationScoped
public class Migrations {
  @Resource(lookup = "jdbc/ekiden")
  private DataSource database;

  /**
   * Returns once the schema is right; throws if the database is away or newer than this version.
   */
  public void run() {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:db/migrations")
        // There are none; it would look for some and complain that their folder is not there.
        .skipDefaultCallbacks(true)
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }
}
