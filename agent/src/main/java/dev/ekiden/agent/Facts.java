package dev.ekiden.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this machine is, found out by looking.
 *
 * @param kernel its release, such as {@code 6.1.0-40-amd64}
 * @param arch as {@code uname -m} says it: {@code x86_64}, {@code aarch64}
 * @param cpus processors that this process may use
 * @param memMib all of its memory
 */
record Facts(String kernel, String arch, int cpus, long memMib) {
  private static final String TOTAL = "MemTotal:";
  private static final int KIB_PER_MIB = 1024;

  /**
   * @param root {@code /} but for tests
   */
  static Facts of(Path root) {
    var arch = System.getProperty("os.arch", "");
    return new Facts(
        first(root.resolve("proc/sys/kernel/osrelease")),
        arch.equals("amd64") ? "x86_64" : arch,
        Runtime.getRuntime().availableProcessors(),
        memMib(root.resolve("proc/meminfo")));
  }

  private static String first(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  private static long memMib(Path meminfo) {
    try (var lines = Files.lines(meminfo)) {
      return lines
              .filter(line -> line.startsWith(TOTAL))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0)
          / KIB_PER_MIB;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + meminfo + ": " + e, e);
    }
  }

  /** Size and free room of the file system that a directory is on, or will be. */
  static Room room(Path directory) {
    var there = directory;
    while (!Files.exists(there)) {
      there = Optional.ofNullable(there.getParent()).orElse(Path.of("/"));
    }
    try {
      var store = Files.getFileStore(there);
      return new Room(store.getTotalSpace() >> 20, store.getUsableSpace() >> 20);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at the disk of " + there + ": " + e, e);
    }
  }

  /** MiB of a file system. */
  record Room(long allMib, long freeMib) {}
}
