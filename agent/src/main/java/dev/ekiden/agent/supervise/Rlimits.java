package dev.ekiden.agent.supervise;

import dev.ekiden.agent.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resource limits of each process of an instance. They back the control group's: what is not
 * counted there, or only by way of memory, has an end here.
 */
final class Rlimits {
  private static final long UNLIMITED = Long.MAX_VALUE;
  private static final int NAME_CHARS = 26;
  private static final int HARD = 1;

  /**
   * @param label how {@code /proc/self/limits} calls it
   * @param most what an instance may have
   */
  private record Limit(String name, String label, long most) {}

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("RLIMIT_CORE", "Max core file size", 0),
          new Limit("RLIMIT_MEMLOCK", "Max locked memory", 8L * 1024 * 1024), // Linux' default
          new Limit("RLIMIT_MSGQUEUE", "Max msgqueue size", 819_200), // Linux' default
          new Limit("RLIMIT_NICE", "Max nice priority", 0),
          new Limit("RLIMIT_NOFILE", "Max open files", 65_536),
          new Limit("RLIMIT_NPROC", "Max processes", Bundle.MAX_PIDS),
          new Limit("RLIMIT_RTPRIO", "Max realtime priority", 0),
          new Limit("RLIMIT_SIGPENDING", "Max pending signals", 4096));

  private Rlimits() {}

  /** By name; none above our own hard limit, which the kernel may refuse to raise. */
  static SortedMap<String, Long> of(Path procLimits) throws IOException {
    var lines = Files.readAllLines(procLimits);
    var limits = new TreeMap<String, Long>();
    for (var limit : LIMITS) {
      var ours =
          lines.stream()
              .filter(line -> line.startsWith(limit.label()))
              .mapToLong(Rlimits::hard)
              .findFirst()
              .orElse(UNLIMITED);
      limits.put(limit.name(), Math.min(limit.most(), ours));
    }
    return Collections.unmodifiableSortedMap(limits);
  }

  /** After the name come soft limit, hard limit and unit. */
  private static long hard(String line) {
    var value = line.substring(NAME_CHARS).strip().split("\\s+")[HARD];
    return value.equals("unlimited") ? UNLIMITED : Long.parseLong(value);
  }
}
