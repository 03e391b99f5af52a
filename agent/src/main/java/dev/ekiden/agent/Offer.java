package dev.ekiden.agent;

import dev.ekiden.agent.Config.BadConfigException;
import dev.ekiden.agent.preflight.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * What instances may have of this machine. What the properties do not say is all that there is,
 * less what is kept for the system and this agent.
 *
 * @param freeDiskMib free on the disk of the agent's data now
 */
record Offer(Share cpus, Share mem, Share disk, long freeDiskMib) {
  private static final int MILLIS = 1000;
  private static final int MOST_MILLIS = 1_000_000;
  private static final long SYSTEM_MEM_MIB = 1024;
  private static final long SYSTEM_DISK_MIB = 5120;

  /**
   * One resource, in thousandths of a core or in MiB.
   *
   * @param all that the machine has
   * @param reserved kept from instances; 0 if the properties say what is offered
   */
  record Share(long offered, long all, long reserved) {
    static Share said(long offered, long all) {
      return new Share(offered, all, 0);
    }

    static Share rest(long all, long reserved) {
      return new Share(all - reserved, all, reserved);
    }
  }

  static Offer of(Properties properties, Facts facts, Path data) throws BadConfigException {
    var room = Facts.room(data);
    return new Offer(
        cpus(properties, (long) facts.cpus() * MILLIS),
        mebi(properties, "mem", facts.memMib(), SYSTEM_MEM_MIB),
        mebi(properties, "disk", room.allMib(), SYSTEM_DISK_MIB),
        room.freeMib());
  }

  int cpuMillis() {
    return Math.toIntExact(cpus.offered());
  }

  long memMib() {
    return mem.offered();
  }

  long diskMib() {
    return disk.offered();
  }

  /** For people: one line a resource. */
  List<String> lines() {
    return List.of(
        line("cpus", cores(cpus.offered()), cores(cpus.all()), cores(cpus.reserved()), cpus),
        line("mem", mebi(mem.offered()), mebi(mem.all()), mebi(mem.reserved()), mem),
        line("disk", mebi(disk.offered()), mebi(disk.all()), mebi(disk.reserved()), disk));
  }

  /** What is offered and not there. */
  List<Finding> findings() {
    var found = new ArrayList<Finding>();
    if (cpus.offered() > cpus.all()) {
      found.add(more("cpus", cores(cpus.offered()), cores(cpus.all())));
    }
    if (mem.offered() > mem.all()) {
      found.add(more("mem", mebi(mem.offered()), mebi(mem.all())));
    }
    if (disk.offered() > disk.all()) {
      found.add(more("disk", mebi(disk.offered()), mebi(disk.all())));
    } else if (disk.offered() > freeDiskMib) {
      found.add(
          Finding.note(
              "disk offers %s, of which %s are free now, what instances have got not counted"
                  .formatted(mebi(disk.offered()), mebi(freeDiskMib)),
              "set disk, or reserve.disk to what others keep there"));
    }
    return found;
  }

  private static Finding more(String key, String offered, String all) {
    return Finding.note(
        "%s offers %s and the machine has %s".formatted(key, offered, all),
        "set it lower, or leave it out");
  }

  private static String line(String key, String offered, String all, String reserved, Share share) {
    return share.reserved() == 0
        ? "%s: %s for instances, of %s".formatted(key, offered, all)
        : "%s: %s for instances, of %s less %s for the system"
            .formatted(key, offered, all, reserved);
  }

  private static String cores(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / (double) MILLIS).replaceAll("\\.?0+$", "");
  }

  private static String mebi(long mib) {
    return mib + " MiB";
  }

  private static Share cpus(Properties properties, long all) throws BadConfigException {
    if (isLeftOut(properties, "cpus")) {
      var reserve = properties.getProperty("reserve.cpus", "0").strip();
      return rest("cpus", all, millis("reserve.cpus", reserve, 0));
    }
    return Share.said(millis("cpus", properties.getProperty("cpus", "").strip(), 1), all);
  }

  private static long millis(String key, String text, long least) throws BadConfigException {
    try {
      var millis = Math.round(Double.parseDouble(text) * MILLIS);
      if (millis >= least && millis <= MOST_MILLIS) {
        return millis;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new BadConfigException(
        "%s must be a number of processors%s: %s"
            .formatted(key, least > 0 ? " above 0" : "", text));
  }

  /** Unless told, as much as Mesos keeps: so much, or half of what there is if that is less. */
  private static Share mebi(Properties properties, String key, long all, long system)
      throws BadConfigException {
    if (!isLeftOut(properties, key)) {
      return Share.said(number(key, properties.getProperty(key, "").strip(), 1), all);
    }
    var reserve = "reserve." + key;
    return isLeftOut(properties, reserve)
        ? rest(key, all, Math.min(system, all / 2))
        : rest(key, all, number(reserve, properties.getProperty(reserve, "").strip(), 0));
  }

  private static Share rest(String key, long all, long reserved) throws BadConfigException {
    if (reserved >= all) {
      throw new BadConfigException(
          "reserve.%s leaves nothing: %d of %d".formatted(key, reserved, all));
    }
    return Share.rest(all, reserved);
  }

  private static boolean isLeftOut(Properties properties, String key) {
    return properties.getProperty(key, "").isBlank();
  }

  private static long number(String key, String text, long least) throws BadConfigException {
    try {
      var value = Long.parseLong(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new BadConfigException("%s must be a number of MiB: %s".formatted(key, text));
  }
}
