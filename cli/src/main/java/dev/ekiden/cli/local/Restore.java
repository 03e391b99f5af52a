package dev.ekiden.cli.local;

import dev.ekiden.cli.archive.ArchiveException;
import dev.ekiden.cli.archive.ArchiveReader;
import dev.ekiden.cli.archive.Manifest;
import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts a backup in place of what is lost. The backup is unpacked beside the data and verified
 * before anything else is touched. What agents and the router keep stays where it is: their
 * instances and HAProxy run on, and meet the restored masters at the next {@code up}.
 */
public final class Restore {
  /** What runs on this machine now, whatever the registrar knows of it. */
  private static final Set<String> OF_THIS_MACHINE = Set.of("agents", "router");

  private static final String UNPACKED = ".restoring";
  private static final String RUN = "run";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final DataDir data;
  private final Console console;
  private final Runtimes runtimes;
  private final Processes processes;

  /** Into {@code data}. */
  public Restore(Checkout checkout, DataDir data, Console console) {
    this.data = data;
    this.console = console;
    this.runtimes = Site.open(checkout, data).runtimes();
    this.processes = new Processes(data);
  }

  /** Data that is there is refused; {@code force} stops what runs from it and moves it aside. */
  public void from(Path file, boolean force) {
    if (!Files.isRegularFile(file)) {
      throw new Failure("there is no " + file, "give a file that ./ekiden backup has written");
    }
    try {
      requireRoom(force);
      Files.createDirectories(data.run());
      try (var _ = StackLock.take(data)) {
        restore(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw Backup.trouble(data.root(), e);
    }
  }

  private void requireRoom(boolean force) throws IOException {
    var there = occupants();
    boolean ours = data.exists() || Files.exists(data.root().resolve(UNPACKED));
    if (!there.isEmpty() && !ours) {
      throw new Failure(
          data.root() + " holds other things than Ekiden's data",
          "give another folder with --data");
    }
    if (!there.isEmpty() && !force) {
      throw new Failure(
          data.root() + " holds data already",
          "give another folder with --data, or --force to move it aside");
    }
    var busy = new Survivors(data).programs().stream().filter(s -> !s.isOfThisMachine()).toList();
    if (!busy.isEmpty() && !force) {
      throw new Failure(
          busy.getFirst() + " still runs on what was lost",
          "stop it, or use --force to have it stopped");
    }
  }

  private void restore(Path file) throws IOException {
    long begin = System.nanoTime();
    var unpacked = data.root().resolve(UNPACKED);
    var manifest = unpack(file, unpacked);
    console.done(
        "verified " + manifest.members().size() + " files, " + Transfer.mebi(manifest.bytes()),
        System.nanoTime() - begin);
    Restored.mark(unpacked.resolve("postgres"), Instant.now(), highestEpochSeen());
    stopWhatRuns();
    moveAside();
    moveIn(unpacked);
    Command.of("sync", "-f", data.root().toString())
        .orFail("the restored files are not safe on the disk", "see what sync says");
    console.done(
        "restored the state of %s (journal position %d); ./ekiden up starts it"
            .formatted(manifest.takenAt(), manifest.seq()),
        System.nanoTime() - begin);
  }

  /** Leaves nothing behind unless all of it is as it should be. */
  private Manifest unpack(Path file, Path into) throws IOException {
    Disk.deleteTree(into);
    boolean whole = false;
    try {
      Files.createDirectories(into);
      var manifest = ArchiveReader.unpack(file, into, new Transfer(console, "unpacking"));
      requireSamePostgres(manifest);
      whole = true;
      return manifest;
    } catch (ArchiveException e) {
      throw new Failure(
          file + " cannot be restored: " + e.getMessage(),
          "nothing was changed; use another backup",
          e);
    } finally {
      if (!whole) {
        Disk.deleteTree(into);
        if (!data.exists()) {
          removeIfEmpty();
        }
      }
    }
  }

  private void requireSamePostgres(Manifest manifest) {
    var ours = major(runtimes.version("postgresql"));
    if (!major(manifest.postgres()).equals(ours)) {
      throw new Failure(
          "the backup is of PostgreSQL " + manifest.postgres() + ", and this Ekiden has " + ours,
          "restore it with the Ekiden that wrote it, version " + manifest.ekiden());
    }
  }

  private static String major(String version) {
    return version.replaceFirst("[^0-9].*", "");
  }

  /** Agents start anew with the restored certificates; their instances do not notice. */
  private void stopWhatRuns() {
    var survivors = new Survivors(data);
    var programs = survivors.programs();
    if (!programs.isEmpty()) {
      console.begin("stopping " + programs + "; instances go on");
    }
    Survivors.end(programs);
    Survivors.end(survivors.lostHaproxy());
    programs.forEach(survivor -> processes.forget(survivor.name()));
  }

  private void moveAside() throws IOException {
    var there = occupants();
    if (there.isEmpty()) {
      return;
    }
    var aside =
        data.root()
            .resolveSibling(
                data.root().getFileName() + ".before-restore-" + STAMP.format(Instant.now()));
    Files.createDirectories(aside.resolve(RUN));
    PrivateFile.restrict(aside);
    for (var path : there) {
      Files.move(path, aside.resolve(data.root().relativize(path)));
    }
    console.line("What was there is now in " + aside);
  }

  /** The mark that says that data is here comes last. */
  private void moveIn(Path unpacked) throws IOException {
    for (var path : inside(unpacked)) {
      if (!path.getFileName().toString().equals(RUN)) {
        Files.move(path, data.root().resolve(path.getFileName()));
      }
    }
    Files.move(
        unpacked.resolve(RUN).resolve(Topology.FILE),
        Topology.file(data),
        StandardCopyOption.REPLACE_EXISTING);
    Disk.deleteTree(unpacked);
    data.mark();
  }

  /** Everything that a restore would replace. */
  private List<Path> occupants() throws IOException {
    var all =
        inside(data.root()).stream()
            .filter(path -> !OF_THIS_MACHINE.contains(path.getFileName().toString()))
            .filter(path -> !path.getFileName().toString().equals(UNPACKED));
    // The lock that we hold is in there, and pids, which mean nothing elsewhere.
    return all.flatMap(
            path ->
                path.getFileName().toString().equals(RUN)
                    ? Stream.of(Topology.file(data)).filter(Files::exists)
                    : Stream.of(path))
        .toList();
  }

  /** The highest epoch that any agent of this machine has ever obeyed. */
  private long highestEpochSeen() throws IOException {
    long highest = 0;
    for (var agent : inside(data.root().resolve("agents"))) {
      var file = agent.resolve("epoch");
      if (Files.exists(file)) {
        highest = Math.max(highest, Long.parseLong(Files.readString(file).strip()));
      }
    }
    return highest;
  }

  private void removeIfEmpty() throws IOException {
    Files.deleteIfExists(data.run().resolve("lock"));
    for (var folder : List.of(data.run(), data.root())) {
      if (inside(folder).isEmpty()) {
        Files.deleteIfExists(folder);
      }
    }
  }

  private static List<Path> inside(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
