package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One directory per group: {@code <root>/<group>}. */
public record CgroupsV2(Path root) implements Cgroups {
  private static final List<String> NEEDED = List.of("cpu", "memory", "pids");
  private static final int KILL_ROUNDS = 100;

  @Override
  public Usage usage(String group) throws IOException {
    var dir = dir(group);
    return new Usage(
        dir.keyed("cpu.stat", "usage_usec") * 1000,
        dir.number("memory.current"),
        dir.number("pids.current"));
  }

  @Override
  public long oomKills(String group) throws IOException {
    return dir(group).keyed("memory.events", "oom_kill");
  }

  @Override
  public List<Long> members(String group) throws IOException {
    return dir(group).lines("cgroup.procs").stream()
        .map(line -> Long.valueOf(line.strip()))
        .toList();
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
      Thread.onSpinWait();
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
