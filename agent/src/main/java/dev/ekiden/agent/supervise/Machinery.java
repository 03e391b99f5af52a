package dev.ekiden.agent.supervise;

import dev.ekiden.agent.artifact.Artifacts;
import dev.ekiden.agent.cgroup.Cgroups;
import dev.ekiden.agent.check.Probe;
import dev.ekiden.agent.link.Outbox;
import dev.ekiden.agent.network.Networks;
import dev.ekiden.agent.stats.Meter;
import dev.ekiden.agent.volume.DiskShare;
import dev.ekiden.agent.volume.Volumes;
import java.util.SortedMap;

/**
 * What every instance of an agent shares.
 *
 * @param agent its name, and so the name of the cgroup above the instances'
 * @param bootId of the machine's present run
 * @param rlimits for each process of an instance
 * @param unaskedDiskMib what an instance that asked for no disk may take; 0: all there is
 * @param starts how many may start at the same time
 * @param ends how many may end at the same time
 */
record Machinery(
    String agent,
    String bootId,
    SortedMap<String, Long> rlimits,
    Runc runc,
    Cgroups cgroups,
    Meter meter,
    Volumes volumes,
    Networks networks,
    long unaskedDiskMib,
    UserIds userIds,
    Artifacts artifacts,
    Probe probe,
    Outbox outbox,
    Turn.Places starts,
    Turn.Places ends) {

  /** Path of the agent's group below the cgroup mounts. */
  String parentGroup() {
    return "ekiden/" + agent;
  }

  DiskShare diskShare(long diskMib) {
    return DiskShare.of(diskMib, unaskedDiskMib);
  }

  String group(String instance) {
    return parentGroup() + "/" + instance;
  }
}
