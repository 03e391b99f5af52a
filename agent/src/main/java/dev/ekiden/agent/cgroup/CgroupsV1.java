package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * One directory per controller: {@code <root>/memory/<group>}. Also the hybrid layout's v1 part.
 */
public record CgroupsV1(Path root) implements Cgroups {
  private static final List<String> NEEDED = List.of("cpu", "memory", "pids");
  private static final int KILL_ROUNDS = 100;

  @Override
  public Usage usage(String group) throws IOException {
    return new Usage(
        dir("cpuacct", group).number("cpuacct.usage"),
        dir("memory", group).number("memory.usage_in_bytes"),
        dir("pids", group).number("pids.current"));
  }

  @Override
  public long oomKills(String group) throws IOException {
    return dir("memory", group).keyed("memory.oom_control", "oom_kill");
  }

  @Override
  public List<Long> members(String group) throws IOException {
    var pids = new TreeSet<Long>();
    for (var controller : List.of("pids", "memory")) {
      for (var line : dir(controller, group).lines("cgroup.procs")) {
        pids.add(Long.valueOf(line.strip()));
      }
    }
    return List.copyOf(pids);
  }

  /** No cgroup.kill in version 1: round after round, as a member may fork between list and kill. */
  @Override
  public boolean kill(String group) throws IOException {
    for (int round = 0; round < KILL_ROUNDS; round++) {
      var members = members(group);
      if (members.isEmpty()) {
        return true;
      }
      for (var pid : members) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      Thread.onSpinWait();
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
