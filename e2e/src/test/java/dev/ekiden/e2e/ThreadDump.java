package dev.ekiden.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a master that did not serve was doing: the command line has let it write that to its log,
 * which is gone with the machine when a test has failed elsewhere.
 */
final class ThreadDump {
  private static final String BEGIN = "Full thread dump";
  private static final int FRAMES = 6;
  private static final int THREADS = 6;

  private ThreadDump() {}

  /** The first frames of threads that are in our code or wait for a lock; empty without a dump. */
  static String digest(Path log) {
    try {
      var text = Files.exists(log) ? Files.readString(log) : "";
      int begin = text.lastIndexOf(BEGIN);
      return begin < 0
          ? ""
          : Arrays.stream(text.substring(begin).split("\n\n"))
              .filter(thread -> thread.startsWith("\"") && isTelling(thread))
              .limit(THREADS)
              .map(thread -> thread.lines().limit(FRAMES).collect(Collectors.joining("\n")))
              .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "no thread dump: " + e.getMessage();
    }
  }

  private static boolean isTelling(String thread) {
    return thread.contains("BLOCKED")
        || thread.contains("dev.ekiden") && !thread.contains("TIMED_WAITING")
        || thread.startsWith("\"Start Level");
  }
}
