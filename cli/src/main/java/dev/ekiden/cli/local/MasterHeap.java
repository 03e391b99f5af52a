package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.util.List;
import java.util.Locale;

/**
 * How much memory a master's objects may take, in MiB. A small one compiles quickly and collects
 * with one thread, which suits a machine that runs everything; from {@link #LOAD_MEBI} it is meant
 * to bear load, and gets the optimizing compiler and a collector with short pauses: one that stops
 * everything while it looks at gigabytes would cost a leader its ZooKeeper session.
 */
public record MasterHeap(int mebi) {
  static final MasterHeap DEFAULT = new MasterHeap(512);
  private static final int LEAST_MEBI = 256;
  private static final int MOST_MEBI = 64 * 1024;
  private static final int LOAD_MEBI = 1024;

  /** Refuses what a master cannot start with. */
  public MasterHeap {
    if (mebi < LEAST_MEBI || mebi > MOST_MEBI) {
      throw new Failure("a master's heap of " + mebi + " MiB", "choose " + LEAST_MEBI + "m to 64g");
    }
  }

  /** {@code 768m} or {@code 2g}, as {@code -Xmx} takes it. */
  public static MasterHeap parse(String text) {
    var lower = text.strip().toLowerCase(Locale.ROOT);
    if (!lower.matches("[0-9]{1,5}[mg]")) {
      throw new Failure("a master's heap of \"" + text + "\"", "write it like 768m or 2g");
    }
    int number = Integer.parseInt(lower.substring(0, lower.length() - 1));
    return new MasterHeap(lower.endsWith("g") ? Math.multiplyExact(number, 1024) : number);
  }

  /** Words for the command line of a JVM. */
  List<String> options() {
    return mebi < LOAD_MEBI
        ? List.of("-XX:+UseSerialGC", "-Xmx" + mebi + "m", "-XX:TieredStopAtLevel=1")
        : List.of(
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=50",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx" + mebi + "m");
  }
}
