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
  /** Flyway would look for some in a folder of its own, and complain that it is not there. */
  private static final String[] NO_CALLBACKS = {};

  @Resource(lookup = "jdbc/ekiden")
  private DataSource database;

  /**
   * Returns once the schema is right; throws if the database is away or newer than this version.
   */
  public void run() {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:db/migrations")
        .callbackLocations(NO_CALLBACKS)
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }
}
