package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.TaskSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import java.util.TreeSet;

/** What an agent really has free while tasks are given room on it, tentatively. */
final class RoomLeft {
  private final Pool pool;
  private final int slot;
  private final TreeSet<Integer> taken = new TreeSet<>();
  private Resources free;

  RoomLeft(Pool pool, int slot) {
    this.pool = pool;
    this.slot = slot;
    this.free = pool.free(slot);
  }

  /** Takes room for the task if there is enough; else nothing. */
  boolean take(TaskSpec task) {
    var ports = task.eachPort();
    if (!free.covers(task.resources())
        || ports.stream().anyMatch(port -> taken.contains(port) || pool.portTaken(slot, port))) {
      return false;
    }
    free = free.without(task.resources());
    taken.addAll(ports);
    return true;
  }
}
