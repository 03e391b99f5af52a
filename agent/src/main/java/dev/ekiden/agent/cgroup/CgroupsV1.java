package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One directory per controller: {@code <root>/memory/<group>}. Also the hybrid layout's v1 part.
 */
public record CgroupsV1(Path root) implements Cgroups {
  private static final List<String> NEEDED = List.of("cpu", "memory", "pids");
  private static final int KILL_ROUNDS = 100;
  private static final String FREEZER = "freezer";
  private static final String MEMORY = "memory.limit_in_bytes";
  private static final String MEMORY_AND_SWAP = "memory.memsw.limit_in_bytes";
  private static final String BURST = "cpu.cfs_burst_us";

  /** In the freezer alone, which counts and limits nothing: everywhere else it is the group. */
  @Override
  public String makeBelow(String group, String name) throws IOException {
    dir(FREEZER, group).makeChild(name);
    return FREEZER + ":" + name;
  }

  @Override
  public void limit(String group, GroupLimits limits) throws IOException {
    limitMemory(dir("memory", group), limits);
    limitCpu(dir("cpu", group), limits.cpu());
    dir("pids", group).write("pids.max", Integer.toString(limits.pids()));
    var io = dir("blkio", group);
    for (var file : List.of("blkio.bfq.weight", "blkio.weight")) {
      io.writeIfThere(file, Integer.toString(limits.ioWeight()));
    }
  }

  /**
   * Memory alone may never be above memory and swap together (EINVAL), so what grows does so in one
   * order and what shrinks in the other. Less than is in use is EBUSY, once the kernel has tried to
   * take back what it can.
   */
  private static void limitMemory(CgroupDir dir, GroupLimits limits) throws IOException {
    var bytes = Long.toString(limits.memoryBytes());
    if (dir.number(MEMORY) < limits.memoryBytes()) {
      dir.writeIfThere(MEMORY_AND_SWAP, bytes);
      dir.write(MEMORY, bytes);
    } else {
      dir.write(MEMORY, bytes);
      dir.writeIfThere(MEMORY_AND_SWAP, bytes);
    }
    dir.write("memory.soft_limit_in_bytes", Long.toString(limits.reclaimedFirstAboveBytes()));
    // Where swap is not accounted, this alone keeps the group from it.
    dir.writeIfThere("memory.swappiness", "0");
  }

  /** A burst above the quota is EINVAL, also while one of the two is still the old one. */
  private static void limitCpu(CgroupDir dir, CpuLimit cpu) throws IOException {
    dir.write("cpu.shares", Long.toString(cpu.shares()));
    dir.writeIfThere(BURST, "0");
    dir.write("cpu.cfs_period_us", Long.toString(cpu.periodMicros()));
    dir.write("cpu.cfs_quota_us", Long.toString(cpu.quotaMicros()));
    dir.writeIfThere(BURST, Long.toString(cpu.burstMicros()));
  }

  @Override
  public Optional<Pressure> pressure(String group) {
    return Optional.empty();
  }

  @Override
  public Usage usage(String group) throws IOException {
    var cpu = dir("cpu", group).table("cpu.stat");
    var io = dir("blkio", group);
    return new Usage(
        dir("cpuacct", group).number("cpuacct.usage"),
        cpu.getOrDefault("throttled_time", 0L),
        cpu.getOrDefault("nr_periods", 0L),
        cpu.getOrDefault("nr_throttled", 0L),
        dir("memory", group).number("memory.usage_in_bytes"),
        dir("memory", group).keyed("memory.stat", "total_inactive_file"),
        dir("pids", group).number("pids.current"),
        io.sum("blkio.throttle.io_service_bytes", "Read "),
        io.sum("blkio.throttle.io_service_bytes", "Write "));
  }

  @Override
  public long oomKills(String group) throws IOException {
    return dir("memory", group).keyed("memory.oom_control", "oom_kill");
  }

  @Override
  public List<Long> members(String group) throws IOException {
    var pids = new TreeSet<Long>();
    for (var controller : List.of("pids", "memory", FREEZER)) {
      for (var line : dir(controller, group).lines("cgroup.procs")) {
        pids.add(Long.valueOf(line.strip()));
      }
    }
    return List.copyOf(pids);
  }

  /**
   * No cgroup.kill in version 1, and a member may fork between list and kill: so all are frozen
   * first. A frozen one dies when it thaws; whoever was forked before the frost took hold is there
   * in the next round.
   */
  @Override
  public boolean kill(String group) throws IOException {
    var freezer = dir(FREEZER, group);
    for (int round = 0; round < KILL_ROUNDS; round++) {
      if (members(group).isEmpty()) {
        return true;
      }
      freezer.writeIfThere("freezer.state", "FROZEN");
      try {
        for (var pid : members(group)) {
          ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
      } finally {
        freezer.writeIfThere("freezer.state", "THAWED");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return members(group).isEmpty();
  }

  @Override
  public boolean remove(String group) throws IOException {
    var removed = true;
    for (var controller : new CgroupDir(root).children()) {
      var dir = dir(controller, group);
      if (dir.exists()) {
        removed &= dir.remove();
      }
    }
    return removed;
  }

  @Override
  public List<String> children(String group) throws IOException {
    var names = new TreeSet<String>();
    for (var controller : new CgroupDir(root).children()) {
      names.addAll(dir(controller, group).children());
    }
    return List.copyOf(names);
  }

  @Override
  public boolean limitsSwap() {
    return new CgroupDir(root.resolve("memory")).has("memory.memsw.limit_in_bytes");
  }

  @Override
  public List<String> missing() {
    var missing = new ArrayList<String>();
    for (var controller : NEEDED) {
      if (!new CgroupDir(root.resolve(controller)).has("cgroup.procs")) {
        missing.add(controller);
      }
    }
    return missing;
  }

  private CgroupDir dir(String controller, String group) {
    return new CgroupDir(root.resolve(controller).resolve(group));
  }
}
