package dev.ekiden.bench.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel tells of processes. A process that is gone uses nothing. */
final class Proc {
  private static final double KIB_PER_MEBI = 1024;
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS = 11;
  private static final int REAPED_USER_TICKS = 13;
  private static final int REAPED_SYSTEM_TICKS = 14;
  private static final int PARENT = 1;

  private Proc() {}

  /** Resident memory, shared pages counted whole, in MiB. */
  static double residentMebi(long pid) {
    return kib(pid, "Rss:") / KIB_PER_MEBI;
  }

  /** Resident memory, pages divided by those who share them, in MiB. */
  static double proportionalMebi(long pid) {
    return kib(pid, "Pss:") / KIB_PER_MEBI;
  }

  private static long kib(long pid, String name) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  /**
   * Seconds of processor time.
   *
   * @param own of the process itself
   * @param reaped of children that have ended and were waited for
   */
  record Cpu(double own, double reaped) {
    Cpu since(Cpu before) {
      return new Cpu(own - before.own, reaped - before.reaped);
    }
  }

  static Cpu cpu(long pid) {
    var fields = fields(pid);
    return fields.length <= REAPED_SYSTEM_TICKS
        ? new Cpu(0, 0)
        : new Cpu(seconds(fields, USER_TICKS), seconds(fields, REAPED_USER_TICKS));
  }

  /** User and system, which stand side by side. */
  private static double seconds(String[] fields, int user) {
    return (Long.parseLong(fields[user]) + Long.parseLong(fields[user + 1])) / TICKS_PER_SECOND;
  }

  static long parent(long pid) {
    var fields = fields(pid);
    return fields.length > PARENT ? Long.parseLong(fields[PARENT]) : 0;
  }

  /** Whether a process is there and in a control group whose path has this; numbers come again. */
  static boolean isIn(long pid, String group) {
    try {
      return pid > 0 && Files.readString(Path.of("/proc/" + pid + "/cgroup")).contains(group);
    } catch (IOException _) {
      return false;
    }
  }

  /** Seconds in which all cores together did something, since boot. */
  static double machineBusySeconds() throws IOException {
    var fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
    double busy = 0;
    for (int i : List.of(1, 2, 3, 6, 7)) {
      busy += Long.parseLong(fields[i]);
    }
    return busy / TICKS_PER_SECOND;
  }

  static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }

  /** From the state on. */
  private static String[] fields(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException _) {
      return new String[0];
    }
  }
}
