package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema to what this version needs, forward only; several masters may do so at once.
 * Flyway looks for callbacks too, in {@code db/callback}: there are none, but in Liberty it logs
 * errors unless a file {@code flyway.location} marks the folder.
 */
@ApplicationScoped
public class Migrations {
  @Resource(lookup = "jdbc/journal", shareable = false)
  private DataSource database;

  /**
   * Returns once the schema is right; throws if the database is away or newer than this version.
   */
  public void run() {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database)
        .locations("classpath:db/migrations")
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }
}
