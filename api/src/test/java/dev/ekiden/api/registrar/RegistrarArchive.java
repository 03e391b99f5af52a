package dev.ekiden.api.registrar;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ekiden.core.state.ClusterState;
import java.io.File;
import java.net.URI;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** The part of the master that the registrar's tests put into the server, the core included. */
final class RegistrarArchive {
  private RegistrarArchive() {}

  static WebArchive create() {
    return ShrinkWrap.create(WebArchive.class, "registrar.war")
        .addPackage("dev.ekiden.api.registrar")
        .addPackage("dev.ekiden.api.registrar.projections")
        .addClass(dev.ekiden.core.state.FactSamples.class)
        .addAsResource("META-INF/persistence.xml")
        .addAsResource("db/callback/flyway.location")
        .addAsResource(new File(System.getProperty("it.migrations")), "db/migrations")
        .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
        .addAsLibraries(
            libraries(
                ClusterState.class,
                Flyway.class,
                PostgreSQLDatabaseType.class,
                JsonMapper.class,
                JsonParser.class,
                JsonTypeInfo.class,
                Assertions.class));
  }

  /** The jars from which this test has the types. */
  private static File[] libraries(Class<?>... types) {
    return Arrays.stream(types)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> new File(URI.create(location.toString())))
        .toArray(File[]::new);
  }
}
