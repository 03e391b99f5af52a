package dev.ekiden.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keycloak on loopback with the realm {@code ekiden}, which it imports at its first start. */
record Keycloak(Site site) implements Service {
  static final String URL = "https://localhost:9444";
  static final String ISSUER = URL + "/realms/ekiden";
  private static final int PORT = 9444;
  private static final int MANAGEMENT_PORT = 9446;
  private static final String OPEN = "=ALL-UNNAMED";

  @Override
  public String name() {
    return "keycloak";
  }

  @Override
  public String address() {
    return URL;
  }

  @Override
  public List<Integer> ports() {
    return List.of(PORT, MANAGEMENT_PORT);
  }

  @Override
  public List<String> after() {
    return List.of("postgres");
  }

  @Override
  public int stopRank() {
    return 2;
  }

  /** The first start makes the schema and imports the realm: minutes on a busy machine. */
  @Override
  public Duration patience() {
    return Duration.ofMinutes(6);
  }

  @Override
  public Launch launch() {
    var home = site.folder("keycloak");
    linkPrograms(home);
    writeRealm(home.resolve("data/import/ekiden-realm.json"));
    return new Launch(
        List.of(
            site.checkout().java(),
            "-XX:+UseSerialGC",
            "-Xms64m",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--add-opens=java.base/java.util" + OPEN,
            "--add-opens=java.base/java.util.concurrent" + OPEN,
            "--add-opens=java.base/java.security" + OPEN,
            "--add-opens=java.base/java.lang" + OPEN,
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000",
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf"),
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
            "start",
            "--optimized",
            "--import-realm"),
        environment(),
        home);
  }

  @Override
  public boolean serves() {
    return site.https().status("http://127.0.0.1:" + MANAGEMENT_PORT + "/health/ready") == 200
        && site.https().status(ISSUER) == 200;
  }

  private Map<String, String> environment() {
    var ssl = site.data().ssl();
    var all = new HashMap<String, String>();
    all.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    all.put("KC_BOOTSTRAP_ADMIN_PASSWORD", site.secrets().get(Secrets.Name.KEYCLOAK_ADMIN));
    all.put("KC_DB_URL", "jdbc:postgresql://127.0.0.1:" + Postgres.PORT + "/keycloak");
    all.put("KC_DB_USERNAME", "keycloak");
    all.put("KC_DB_PASSWORD", site.secrets().get(Secrets.Name.KEYCLOAK_DATABASE));
    all.put("KC_DB_POOL_MAX_SIZE", "20");
    all.put("KC_HTTP_ENABLED", "false");
    all.put("KC_HTTP_HOST", "127.0.0.1");
    all.put("KC_HTTPS_PORT", Integer.toString(PORT));
    all.put("KC_HTTPS_CERTIFICATE_FILE", ssl.resolve("server.crt").toString());
    all.put("KC_HTTPS_CERTIFICATE_KEY_FILE", ssl.resolve("server.key").toString());
    all.put("KC_HOSTNAME", URL);
    all.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(MANAGEMENT_PORT));
    all.put("KC_HTTP_MANAGEMENT_SCHEME", "http");
    all.put("KC_CACHE", "local");
    all.put("KC_LOG_LEVEL", "WARN,org.keycloak.quarkus:INFO");
    return all;
  }

  /**
   * Keycloak writes into its home, so each stack has one, with the programs linked from the cache.
   */
  private void linkPrograms(Path home) {
    try {
      Files.createDirectories(home);
      for (var name : List.of("lib", "providers", "themes")) {
        Files.deleteIfExists(home.resolve(name));
        Files.createSymbolicLink(home.resolve(name), site.runtimes().keycloak().resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeRealm(Path file) {
    if (Files.exists(file)) {
      return;
    }
    try (var in = Keycloak.class.getResourceAsStream("realm.json")) {
      if (in == null) {
        throw new IllegalStateException("realm.json is not in the class path");
      }
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      PrivateFile.write(
          file, text.replace("@PORTAL_SECRET@", site.secrets().get(Secrets.Name.PORTAL_CLIENT)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
