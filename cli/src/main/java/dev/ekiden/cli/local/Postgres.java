package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.Pause;
import dev.ekiden.cli.machine.ProcessIdentity;
import dev.ekiden.cli.machine.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL on loopback, durable: {@code fsync} and {@code synchronous_commit} are on. */
record Postgres(Site site) implements Service {
  static final int PORT = 9432;
  private static final String SETTINGS =
      """
      listen_addresses = '127.0.0.1'
      port = %d
      unix_socket_directories = ''
      max_connections = 200
      shared_buffers = 64MB
      fsync = on
      synchronous_commit = on
      full_page_writes = on
      password_encryption = 'scram-sha-256'
      log_timezone = 'UTC'
      timezone = 'UTC'
      """;

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String address() {
    return "127.0.0.1:" + PORT;
  }

  @Override
  public List<Integer> ports() {
    return List.of(PORT);
  }

  @Override
  public List<String> after() {
    return List.of();
  }

  @Override
  public int stopRank() {
    return 3;
  }

  @Override
  public Launch launch() {
    var folder = site.folder("postgres");
    try {
      if (!Files.exists(folder.resolve("PG_VERSION"))) {
        initialise(folder);
      }
      Files.writeString(folder.resolve("ekiden.conf"), SETTINGS.formatted(PORT));
      clearStaleLock(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Launch(
        asNobody(List.of(program("postgres"), "-D", folder.toString())), Map.of(), folder);
  }

  @Override
  public boolean serves() {
    // Any login will do: at the first start the databases do not exist yet.
    try (var connection = login().toAsk("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void onceServing() {
    try (var connection = login().toAsk("postgres")) {
      create(connection, "ekiden", site.secrets().get(Secrets.Name.EKIDEN_DATABASE));
      create(connection, "keycloak", site.secrets().get(Secrets.Name.KEYCLOAK_DATABASE));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the databases: " + e.getSQLState(), e);
    }
  }

  /** SIGINT is a fast shutdown: open transactions are rolled back, everything is written. */
  @Override
  public void stop(ProcessIdentity process) {
    process.end("INT", Duration.ofSeconds(30));
  }

  private void initialise(Path folder) throws IOException {
    var fresh = site.folder("postgres.new");
    Disk.deleteTree(fresh);
    var password = site.folder("postgres.password");
    PrivateFile.write(password, site.secrets().get(Secrets.Name.POSTGRES));
    try {
      Command.of(
              asNobody(
                  List.of(
                      program("initdb"),
                      "--pgdata=" + fresh,
                      "--username=postgres",
                      "--pwfile=" + password,
                      "--auth=scram-sha-256",
                      "--encoding=UTF8",
                      "--no-locale",
                      "--data-checksums")))
          .orFail("PostgreSQL cannot set up its data", "see its last lines");
    } finally {
      Files.delete(password);
    }
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        "include_if_exists = 'ekiden.conf'\n",
        StandardOpenOption.APPEND);
    Disk.deleteTree(folder);
    Files.move(fresh, folder);
  }

  /**
   * After a {@code kill -9} the lock file stays, and if its pid has been given to another process
   * since, PostgreSQL refuses to start. Ours are gone once none works in this folder.
   */
  private static void clearStaleLock(Path folder) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (worksIn(folder) && System.nanoTime() < deadline) {
      Pause.millis(100);
    }
    if (!worksIn(folder)) {
      Files.deleteIfExists(folder.resolve("postmaster.pid"));
    }
  }

  private static boolean worksIn(Path folder) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> ProcessIdentity.nameOf(pid).filter("postgres"::equals).isPresent())
        .anyMatch(pid -> folder.equals(link(Path.of("/proc/" + pid + "/cwd"))));
  }

  private static Path link(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link;
    }
  }

  /** PostgreSQL refuses to run as root; a user namespace makes it nobody. */
  private static List<String> asNobody(List<String> words) {
    var all = new ArrayList<String>();
    if (User.isRoot()) {
      all.addAll(List.of("unshare", "-U"));
    }
    all.addAll(words);
    return all;
  }

  private DatabaseLogin login() {
    return new DatabaseLogin(site.secrets());
  }

  private String program(String name) {
    return site.runtimes().postgres().resolve("bin").resolve(name).toString();
  }

  private static void create(Connection connection, String name, String password)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      var known =
          statement.executeQuery("select 1 from pg_roles where rolname = '" + name + "'").next();
      if (!known) {
        statement.execute("create role " + name + " login password '" + password + "'");
      }
      known =
          statement.executeQuery("select 1 from pg_database where datname = '" + name + "'").next();
      if (!known) {
        statement.execute("create database " + name + " owner " + name);
      }
    }
  }
}
