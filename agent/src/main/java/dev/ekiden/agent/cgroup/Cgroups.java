package dev.ekiden.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Control groups of this machine. Groups are named by their path below the mount, such as {@code
 * ekiden/agent-1/shop_web.instance-…}; one that is gone reads as empty.
 */
public sealed interface Cgroups permits CgroupsV1, CgroupsHybrid, CgroupsV2 {

  /** The kind of file system that version 2 is. */
  String VERSION_2 = "cgroup2";

  /**
   * Told apart by what is mounted, as files can be anywhere: version 2 at the root itself; hybrid,
   * version 1 with version 2's tree without controllers at {@code unified}; else version 1.
   */
  static Cgroups at(Path root) throws IOException {
    var unified = root.resolve("unified");
    if (VERSION_2.equals(Files.getFileStore(root).type())) {
      return new CgroupsV2(root);
    }
    return Files.isDirectory(unified) && VERSION_2.equals(Files.getFileStore(unified).type())
        ? new CgroupsHybrid(new CgroupsV1(root), unified)
        : new CgroupsV1(root);
  }

  /**
   * Makes a group below another, in which processes can be found and killed apart from the others.
   * It has no limits of its own: those of the group above hold for all. Again is harmless.
   *
   * @return how runc is told to start a process there
   */
  String makeBelow(String group, String name) throws IOException;

  /**
   * Sets all limits of a group that exists; again is harmless, and so it is while members run.
   * Memory comes first: if less is wanted than they use and cannot give back, that is a {@link
   * CgroupException}, nobody is killed and nothing else has changed.
   */
  void limit(String group, GroupLimits limits) throws IOException;

  Usage usage(String group) throws IOException;

  /** Nothing where the kernel does not count it, as version 1 alone, or kernels without PSI. */
  Optional<Pressure> pressure(String group) throws IOException;

  /** How often the kernel killed in this group because of its memory limit. */
  long oomKills(String group) throws IOException;

  /** Processes in the group and in those below it, as the host numbers them. */
  List<Long> members(String group) throws IOException;

  /** SIGKILL to all members, including those forked meanwhile; false if some are still there. */
  boolean kill(String group) throws IOException;

  /** Removes the group and those below it where they are empty; false if they are not. */
  boolean remove(String group) throws IOException;

  /** Groups directly below this one. */
  List<String> children(String group) throws IOException;

  /** Whether the kernel accounts swap, so that a limit on memory and swap can be set. */
  boolean limitsSwap();

  /** Controllers that instances need and this kernel does not offer. */
  List<String> missing() throws IOException;
}
