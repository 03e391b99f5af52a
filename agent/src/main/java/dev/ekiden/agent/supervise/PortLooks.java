package dev.ekiden.agent.supervise;

import dev.ekiden.agent.listen.Listeners;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks each ten seconds whether instances in the machine's network listen where they should not:
 * once for all of them, as each has a user of its own and the kernel says whose a socket is.
 */
final class PortLooks {
  private static final Logger LOG = System.getLogger(PortLooks.class.getName());
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /**
   * A tenant may open as many sockets as it has memory for, and reading of them takes time; we rest
   * for so many times as long, and so never take more than that part of a core.
   */
  private static final int REST = 100;

  private PortLooks() {}

  static void begin(Listeners listeners, Supplier<Collection<InstanceLoop>> live) {
    Thread.ofPlatform().daemon().name("port-looks").start(() -> go(listeners, live));
  }

  private static void go(Listeners listeners, Supplier<Collection<InstanceLoop>> live) {
    try {
      var rest = EVERY_NANOS;
      while (true) {
        TimeUnit.NANOSECONDS.sleep(rest);
        rest = EVERY_NANOS;
        try {
          var read =
              look(listeners, live.get().stream().flatMap(loop -> loop.ports().stream()).toList());
          rest = Math.max(EVERY_NANOS, read * REST);
        } catch (IOException e) {
          LOG.log(Level.WARNING, "cannot see who listens: {0}", e.getMessage());
        }
      }
    } catch (InterruptedException _) {
      // The agent ends.
    }
  }

  /**
   * Does not ask the kernel if there is nobody to look for.
   *
   * @return nanoseconds that the kernel's list took; what is told waits for the disk, and is rare
   */
  static long look(Listeners listeners, List<PortTally> tallies) throws IOException {
    if (tallies.isEmpty()) {
      return 0;
    }
    var byUser = tallies.stream().sorted(Comparator.comparingInt(PortTally::user)).toList();
    var began = System.nanoTime();
    listeners.each(
        (user, port) -> {
          int at = find(byUser, user);
          if (at >= 0) {
            byUser.get(at).listens(port);
          }
        });
    var took = System.nanoTime() - began;
    byUser.forEach(PortTally::tell);
    return took;
  }

  /** Without an object for each socket of the machine; negative if it is none of them. */
  private static int find(List<PortTally> byUser, int user) {
    int low = 0;
    int high = byUser.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int its = byUser.get(middle).user();
      if (its == user) {
        return middle;
      }
      if (its < user) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
