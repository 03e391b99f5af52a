package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What tests wait for, and how processes are looked at. */
final class Eventually {
  /** Longer in an emulated machine. */
  static final Duration LONGEST = Duration.ofSeconds(Long.getLong("ekiden.test.patience", 30));

  private Eventually() {}

  static void holds(Callable<Boolean> condition) throws Exception {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** A process that has ended and waits for its parent is not alive. */
  static boolean alive(long pid) throws Exception {
    var stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }
}
