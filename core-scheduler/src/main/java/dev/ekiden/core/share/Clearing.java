package dev.ekiden.core.share;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.state.Instance;
import java.util.List;
import java.util.TreeSet;

/** Whether one agent has room for one more instance once some of its own have ended. */
final class Clearing {
  /** What the new instance would leave; below zero: so much is short. */
  private long cpuMillis;

  private long memMib;
  private long diskMib;
  private long gpus;
  private long ports;

  /** Host ports that it insists on. */
  private final List<Integer> fixed;

  /** Those that somebody has. */
  private final TreeSet<Integer> blocked = new TreeSet<>();

  /**
   * Nothing has ended yet. What is held counts as taken.
   *
   * @param fixed host ports that the new instance insists on
   */
  Clearing(Pool pool, int slot, AppSpec spec, List<Integer> fixed) {
    this.fixed = fixed;
    var capacity = pool.spec(slot).capacity();
    var used = pool.used(slot);
    var each = spec.resources();
    cpuMillis = capacity.cpuMillis() - used.cpuMillis() - each.cpuMillis();
    memMib = capacity.memMib() - used.memMib() - each.memMib();
    diskMib = capacity.diskMib() - used.diskMib() - each.diskMib();
    gpus = capacity.gpus() - used.gpus() - each.gpus();
    ports = pool.ports(slot).free() - spec.hostPortCount();
    fixed.stream().filter(port -> !pool.ports(slot).isFree(port)).forEach(blocked::add);
  }

  void ends(Instance instance) {
    count(instance, 1);
    blocked.removeAll(instance.ports());
  }

  /** It goes on after all; nothing if that takes a port away which the new one insists on. */
  boolean stays(Instance instance) {
    if (fixed.stream().anyMatch(instance.ports()::contains)) {
      return false;
    }
    count(instance, -1);
    if (isEnough()) {
      return true;
    }
    count(instance, 1);
    return false;
  }

  private void count(Instance instance, int sign) {
    var each = instance.resources();
    cpuMillis += sign * each.cpuMillis();
    memMib += sign * each.memMib();
    diskMib += sign * each.diskMib();
    gpus += sign * each.gpus();
    ports += (long) sign * instance.ports().size();
  }

  boolean isEnough() {
    return cpuMillis >= 0
        && memMib >= 0
        && diskMib >= 0
        && gpus >= 0
        && ports >= 0
        && blocked.isEmpty();
  }

  /** Whether ending it would help at all. */
  boolean helps(Instance instance) {
    var each = instance.resources();
    return (cpuMillis < 0 && each.cpuMillis() > 0)
        || (memMib < 0 && each.memMib() > 0)
        || (diskMib < 0 && each.diskMib() > 0)
        || (gpus < 0 && each.gpus() > 0)
        || (ports < 0 && !instance.ports().isEmpty())
        || instance.ports().stream().anyMatch(blocked::contains);
  }
}
