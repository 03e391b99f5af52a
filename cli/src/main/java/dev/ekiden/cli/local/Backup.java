package dev.ekiden.cli.local;

import dev.ekiden.cli.archive.ArchiveWriter;
import dev.ekiden.cli.archive.Manifest;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Everything of a stack that cannot be made again, in one file, while all of it runs: PostgreSQL
 * with registrar and realm, uploaded files, certificates, secrets, size. Not in it is what agents
 * and router keep, as it tells what runs on one machine now; and ZooKeeper's data, which is only
 * who leads at the moment.
 */
public final class Backup {
  private final Checkout checkout;
  private final DataDir data;
  private final Console console;
  private final Site site;
  private final Processes processes;

  /** Of the stack that keeps its data in {@code data}. */
  public Backup(Checkout checkout, DataDir data, Console console) {
    this.checkout = checkout;
    this.data = data;
    this.console = console;
    this.site = Site.open(checkout, data);
    this.processes = new Processes(data);
  }

  /** Writes {@code file}, mode 0600; one that is there is replaced only if {@code force}. */
  public void to(Path file, boolean force) {
    if (!data.exists()) {
      throw new Failure("nothing has been set up in " + data.root(), "run ./ekiden up first");
    }
    if (Files.isDirectory(file) || Files.exists(file) && !force) {
      throw new Failure(file + " is there already", "give another name, or --force to replace it");
    }
    long begin = System.nanoTime();
    try (var _ = StackLock.take(data)) {
      var postgres = new Postgres(site);
      boolean running = processes.running(postgres.name()).isPresent();
      if (!running) {
        start(postgres);
      }
      try {
        var manifest = write(file);
        console.done(
            "%s holds %s in %d files, up to journal position %d of epoch %d; it holds secrets, too"
                .formatted(
                    file,
                    Transfer.mebi(manifest.bytes()),
                    manifest.members().size(),
                    manifest.seq(),
                    manifest.epoch()),
            System.nanoTime() - begin);
      } finally {
        if (!running) {
          new Stopper(processes, console).stop(List.of(postgres), _ -> false);
        }
      }
    }
  }

  /** Its files alone would do while it is down, but not tell how far the registrar is. */
  private void start(Postgres postgres) {
    var preparation = new Preparation(checkout, data, console);
    preparation.runtimes(site.runtimes(), List.of(postgres));
    Preparation.ports(List.of(postgres));
    new Starter(processes, console).start(List.of(postgres));
  }

  private Manifest write(Path file) {
    try (var archive = ArchiveWriter.to(file, new Transfer(console, "copying"))) {
      var manifest = copy(archive);
      archive.finish(manifest);
      return manifest;
    } catch (SQLException e) {
      throw new Failure("PostgreSQL refuses the backup: " + e.getMessage(), "see its log", e);
    } catch (IOException | UncheckedIOException e) {
      throw trouble(file, e);
    }
  }

  private Manifest copy(ArchiveWriter archive) throws SQLException, IOException {
    var position = new Registrar(site.secrets()).position();
    if (position.epoch() == 0) {
      throw new Failure("no master has ever led here", "there is nothing to back up yet");
    }
    String version;
    try (var connection = new DatabaseLogin(site.secrets()).toWork("postgres")) {
      version = BaseBackup.version(connection);
      new BaseBackup(connection, site.folder("postgres"), "postgres").copyTo(archive);
    }
    // After the registrar: whatever it speaks of was uploaded before.
    archive.tree("artifacts", site.folder("artifacts"));
    archive.tree("ssl", data.ssl());
    archive.file("secrets.properties", data.secrets());
    archive.file("run/topology.properties", Topology.file(data));
    return new Manifest(
        Manifest.FORMAT,
        site.runtimes().version("ekiden"),
        version,
        Instant.now(),
        position.epoch(),
        position.seq(),
        archive.members());
  }

  static Failure trouble(Path file, Exception e) {
    return String.valueOf(e.getMessage()).contains("No space left")
        ? new Failure(
            "the disk of " + file.toAbsolutePath() + " is full", "free some, or use another", e)
        : new Failure("cannot write " + file + ": " + e, "is its folder there, and writable?", e);
  }
}
