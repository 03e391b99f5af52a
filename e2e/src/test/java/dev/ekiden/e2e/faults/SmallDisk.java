package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.Ekiden;
import dev.ekiden.e2e.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL's data on a small file system of its own, on a loop device, until closed. */
final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "768M";
  private static final Path DATA = Ekiden.DATA.resolve("postgres");
  private static final Path IMAGE = Ekiden.DATA.resolve("postgres.image");
  private static final Path ASIDE = Ekiden.DATA.resolve("postgres.aside");
  private static final Path FILLER = DATA.resolve("filler");

  private SmallDisk() {}

  /** Moves the data there; PostgreSQL is away meanwhile. */
  static SmallDisk mount() {
    Processes.stop("postgres");
    shell(
        """
        set -e
        truncate -s %1$s %2$s
        mkfs.ext4 -q -m 0 %2$s
        mv %3$s %4$s
        mkdir -m 700 %3$s
        mount -o loop %2$s %3$s
        rmdir %3$s/lost+found
        chmod 700 %3$s
        cp -a %4$s/. %3$s/
        """
            .formatted(SIZE, IMAGE, DATA, ASIDE));
    Processes.restart("postgres");
    return new SmallDisk();
  }

  /** Takes all room that is left, to the last block. */
  void fill() {
    Program.run(
        Path.of("/"), List.of("sh", "-c", "cat /dev/zero >> " + FILLER + " ; sync -f " + DATA));
  }

  /** Gives the room back. */
  void free() {
    try {
      Files.deleteIfExists(FILLER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves the data back to where it was, with all that was written. */
  @Override
  public void close() {
    free();
    Processes.stop("postgres");
    shell(
        """
        set -e
        rm -rf %2$s
        cp -a %1$s %2$s
        umount %1$s
        rmdir %1$s
        mv %2$s %1$s
        rm -f %3$s
        """
            .formatted(DATA, ASIDE, IMAGE));
    Processes.restart("postgres");
  }

  private static void shell(String script) {
    Program.run(Path.of("/"), List.of("sh", "-c", script)).orFail();
  }
}
