package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Control groups of this machine. Groups are named by their path below the mount, such as {@code
 * ekiden/agent-1/shop_web.instance-…}; one that is gone reads as empty.
 */
public sealed interface Cgroups permits CgroupsV1, CgroupsV2 {

  /** Version 2 if the root says so, else version 1 (also for hybrid mounts). */
  static Cgroups at(Path root) {
    return Files.exists(root.resolve("cgroup.controllers"))
        ? new CgroupsV2(root)
        : new CgroupsV1(root);
  }

  Usage usage(String group) throws IOException;

  /** How often the kernel killed in this group because of its memory limit. */
  long oomKills(String group) throws IOException;

  /** Processes in the group, as the host numbers them. */
  List<Long> members(String group) throws IOException;

  /** SIGKILL to all members, including those forked meanwhile; false if some are still there. */
  boolean kill(String group) throws IOException;

  /** Removes the group where it is empty; false if it is not. */
  boolean remove(String group) throws IOException;

  /** Groups directly below this one. */
  List<String> children(String group) throws IOException;

  /** Whether the kernel accounts swap, so that a limit on memory and swap can be set. */
  boolean limitsSwap();

  /** Controllers that instances need and this kernel does not offer. */
  List<String> missing() throws IOException;
}
