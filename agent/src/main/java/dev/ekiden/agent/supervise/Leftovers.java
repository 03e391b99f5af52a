package dev.ekiden.agent.supervise;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.core.wire.Report;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What ended instances have left: sandbox, log and checkpoint stay for a while, for those who want
 * to know why one ended.
 */
final class Leftovers {
  /** So many of them, and none longer than {@link #LONGEST}. */
  static final int MOST = 20;

  static final Duration LONGEST = Duration.ofDays(7);

  private static final Logger LOG = System.getLogger(Leftovers.class.getName());

  private final Path instances;
  private final Predicate<String> live;
  private final Consumer<InstanceDir> delete;
  private final UserIds userIds;

  /**
   * @param delete takes away all that there is of one; what cannot be deleted keeps its user id, so
   *     that nobody else gets it
   */
  Leftovers(Path instances, Predicate<String> live, Consumer<InstanceDir> delete, UserIds userIds) {
    this.instances = instances;
    this.live = live;
    this.delete = delete;
    this.userIds = userIds;
  }

  /** Keeps those of the newest so many; returns how many went. Orders do not wait for it. */
  synchronized int keep(int newest) {
    var all = newestFirst();
    var olds = all.subList(Math.min(newest, all.size()), all.size());
    olds.forEach(old -> forget(old.instance()));
    return olds.size();
  }

  /**
   * Takes away what is too old, and, the oldest first, as much as is needed.
   *
   * @param nowMillis by the clock by which ends are dated
   * @param crowded whether there is too little room on the disk; asked after each
   */
  synchronized void tidy(long nowMillis, BooleanSupplier crowded) {
    for (var old : newestFirst().reversed()) {
      if (old.atMillis() >= nowMillis - LONGEST.toMillis() && !crowded.getAsBoolean()) {
        return;
      }
      forget(old.instance());
    }
  }

  /** By number, not by time: clocks are set. */
  private List<Report.Ended> newestFirst() {
    var ended = new ArrayList<Report.Ended>();
    for (var name : DurableFile.names(instances)) {
      if (!live.test(name)) {
        new InstanceDir(instances.resolve(name)).ended().ifPresent(ended::add);
      }
    }
    ended.sort(Comparator.comparingLong(Report.Ended::seq).reversed());
    return ended;
  }

  void forget(String id) {
    try {
      delete.accept(new InstanceDir(instances.resolve(id)));
      userIds.release(id);
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "{0}: {1}", id, e.getMessage());
    }
  }
}
