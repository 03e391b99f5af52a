package dev.ekiden.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes hold in memory, and what the machine has; in KiB and MiB. */
public record Memory(long residentKib, long proportionalKib) {
  private static final int KIB_PER_MEBI = 1024;

  /** A process and all its descendants together. */
  public static Memory ofTree(long pid) {
    var pids = ProcessIdentity.withDescendants(pid).toList();
    long resident = 0;
    long proportional = 0;
    for (long each : pids) {
      resident += field(Path.of("/proc/" + each + "/smaps_rollup"), "Rss:");
      proportional += field(Path.of("/proc/" + each + "/smaps_rollup"), "Pss:");
    }
    return new Memory(resident, proportional);
  }

  /** Both figures added. */
  public Memory plus(Memory other) {
    return new Memory(residentKib + other.residentKib, proportionalKib + other.proportionalKib);
  }

  /** MiB of memory in this machine. */
  public static long totalMebi() {
    return field(Path.of("/proc/meminfo"), "MemTotal:") / KIB_PER_MEBI;
  }

  private static long field(Path file, String name) {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // gone meanwhile
    }
  }
}
