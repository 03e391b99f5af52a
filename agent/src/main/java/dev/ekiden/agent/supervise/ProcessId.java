package dev.ekiden.agent.supervise;

import dev.ekiden.agent.disk.KernelFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One process of this boot: numbers are used again, but not with the same start.
 *
 * @param startTicks clock ticks from boot to its start, field 22 of {@code /proc/PID/stat}
 */
record ProcessId(long pid, long startTicks) {
  static final ProcessId NONE = new ProcessId(0, 0);

  // The kernel tells every program hundredths of a second, whatever it counts in itself.
  private static final long MILLIS_PER_TICK = 10;
  private static final int STATE = 0;
  private static final int FLAGS = 6;
  private static final int START = 19;

  /** PF_EXITING, from linux/sched.h. */
  private static final long EXITING = 4;

  /** Who has this number now; {@link #NONE} if nobody does. */
  static ProcessId of(long pid) {
    var fields = fields(pid);
    return fields.length <= START ? NONE : new ProcessId(pid, Long.parseLong(fields[START]));
  }

  /** A zombie is dead: it only waits for its parent to look. */
  boolean alive() {
    if (pid <= 0) {
      return false;
    }
    var fields = fields(pid);
    return fields.length > START
        && Long.parseLong(fields[START]) == startTicks
        && !fields[STATE].equals("Z")
        && !fields[STATE].equals("X");
  }

  /** Dead, or about to be: the first process of a namespace waits for all others to die first. */
  boolean ending() {
    if (!alive()) {
      return true;
    }
    var fields = fields(pid);
    return fields.length <= FLAGS || (Long.parseLong(fields[FLAGS]) & EXITING) != 0;
  }

  /** How long it has been there, whatever the clock says. */
  long ageMillis() {
    return Math.max(0, Uptime.millis() - startTicks * MILLIS_PER_TICK);
  }

  /** Whether the directory that this process has as its root was deleted. */
  static boolean lostItsRoot(long pid) {
    try {
      return KernelFile.read(Path.of("/proc/" + pid + "/mountinfo"))
          .lines()
          .anyMatch(line -> line.contains("//deleted / "));
    } catch (IOException _) {
      return true; // the process is gone
    }
  }

  /** Fields from the state on; the name before it may hold blanks, brackets and any bytes. */
  private static String[] fields(long pid) {
    try {
      var stat = KernelFile.read(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException _) {
      return new String[0]; // gone
    }
  }
}
