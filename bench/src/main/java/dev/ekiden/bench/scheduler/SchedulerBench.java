package dev.ekiden.bench.scheduler;

import java.io.IOException;
import java.util.List;

/**
 * The whole run: placements against cluster size, one change in a cluster of a million instances,
 * memory, start from a snapshot. Words as arguments choose: {@code placements}, {@code changes}.
 */
public final class SchedulerBench {
  private SchedulerBench() {}

  /** Prints figures; takes some minutes. */
  public static void main(String[] args) throws IOException {
    var parts = args.length == 0 ? List.of("placements", "changes") : List.of(args);
    var runtime = Runtime.getRuntime();
    System.out.printf(
        "Java %s, %d cores, %,d MiB of heap at most; one deciding thread%n",
        Runtime.version(), runtime.availableProcessors(), runtime.maxMemory() >> 20);
    if (parts.contains("placements")) {
      new Placements(System.out).run();
    }
    if (parts.contains("changes")) {
      new Changes(System.out).run();
    }
  }
}
