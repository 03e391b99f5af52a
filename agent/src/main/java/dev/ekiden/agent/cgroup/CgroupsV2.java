package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One directory per group: {@code <root>/<group>}. */
public record CgroupsV2(Path root) implements Cgroups {
  private static final List<String> NEEDED = List.of("cpu", "memory", "pids");
  private static final int KILL_ROUNDS = 100;
  private static final String BURST = "cpu.max.burst";

  /** Without controllers of its own, which the kernel would not give to a group of a group. */
  @Override
  public String makeBelow(String group, String name) throws IOException {
    dir(group).makeChild(name);
    return name;
  }

  @Override
  public void limit(String group, GroupLimits limits) throws IOException {
    var dir = dir(group);
    limitMemory(dir, limits);
    limitCpu(dir, limits.cpu());
    dir.write("pids.max", Integer.toString(limits.pids()));
    for (var file : List.of("io.bfq.weight", "io.weight")) {
      dir.writeIfThere(file, "default " + limits.ioWeight());
    }
  }

  /**
   * memory.max below what is in use would kill at once. memory.high only takes back what can be, so
   * it goes first, and if that was not enough it returns to where it was.
   */
  private static void limitMemory(CgroupDir dir, GroupLimits limits) throws IOException {
    var before = dir.text("memory.high");
    dir.write("memory.high", Long.toString(limits.softMemoryBytes()));
    var used = dir.number("memory.current");
    if (used > limits.memoryBytes()) {
      dir.write("memory.high", before);
      throw new CgroupException(
          dir.path().resolve("memory.max"),
          Long.toString(limits.memoryBytes()),
          new IOException("%d bytes are in use".formatted(used)));
    }
    dir.write("memory.max", Long.toString(limits.memoryBytes()));
    dir.writeIfThere("memory.swap.max", "0");
    dir.writeIfThere("memory.oom.group", "1");
  }

  /** A burst above the quota is EINVAL, also while one of the two is still the old one. */
  private static void limitCpu(CgroupDir dir, CpuLimit cpu) throws IOException {
    dir.write("cpu.weight", Integer.toString(cpu.weight()));
    dir.writeIfThere(BURST, "0");
    dir.write("cpu.max", cpu.quotaMicros() + " " + cpu.periodMicros());
    dir.writeIfThere(BURST, Long.toString(cpu.burstMicros()));
  }

  @Override
  public Optional<Pressure> pressure(String group) throws IOException {
    return dir(group).pressure();
  }

  @Override
  public Usage usage(String group) throws IOException {
    var dir = dir(group);
    var cpu = dir.table("cpu.stat");
    return new Usage(
        cpu.getOrDefault("usage_usec", 0L) * 1000,
        cpu.getOrDefault("throttled_usec", 0L) * 1000,
        cpu.getOrDefault("nr_periods", 0L),
        cpu.getOrDefault("nr_throttled", 0L),
        dir.number("memory.current"),
        dir.keyed("memory.stat", "inactive_file"),
        dir.number("pids.current"),
        dir.sum("io.stat", "rbytes="),
        dir.sum("io.stat", "wbytes="));
  }

  @Override
  public long oomKills(String group) throws IOException {
    return dir(group).keyed("memory.events", "oom_kill");
  }

  @Override
  public List<Long> members(String group) throws IOException {
    var pids = new TreeSet<Long>();
    for (var line : dir(group).lines("cgroup.procs")) {
      pids.add(Long.valueOf(line.strip()));
    }
    for (var child : dir(group).children()) {
      pids.addAll(members(group + "/" + child));
    }
    return List.copyOf(pids);
  }

  /** Kills all at once (Linux 5.14); the members leave a little later. */
  @Override
  public boolean kill(String group) throws IOException {
    var dir = dir(group);
    if (!dir.exists()) {
      return true;
    }
    dir.write("cgroup.kill", "1");
    for (int round = 0; round < KILL_ROUNDS; round++) {
      if (members(group).isEmpty()) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return false;
  }

  @Override
  public boolean remove(String group) throws IOException {
    return dir(group).remove();
  }

  @Override
  public List<String> children(String group) throws IOException {
    return dir(group).children();
  }

  /** The root has no memory.swap.max; runc skips the limit where a group has none. */
  @Override
  public boolean limitsSwap() {
    return true;
  }

  @Override
  public List<String> missing() throws IOException {
    var offered = String.join(" ", new CgroupDir(root).lines("cgroup.controllers"));
    var missing = new ArrayList<>(NEEDED);
    missing.removeAll(List.of(offered.split(" ")));
    return missing;
  }

  private CgroupDir dir(String group) {
    return new CgroupDir(root.resolve(group));
  }
}
