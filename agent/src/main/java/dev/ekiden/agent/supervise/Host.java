package dev.ekiden.agent.supervise;

import dev.ekiden.agent.artifact.Artifacts;
import dev.ekiden.agent.cgroup.Cgroups;
import dev.ekiden.agent.check.Probe;
import dev.ekiden.agent.disk.PrivateDir;
import dev.ekiden.agent.link.Outbox;
import dev.ekiden.agent.network.Networks;
import dev.ekiden.agent.stats.Meter;
import dev.ekiden.agent.volume.VolumePolicy;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * This machine as instances need it: where the tools are, what the kernel offers.
 *
 * @param data the agent's directory
 * @param networks of instances that have their own
 */
public record Host(
    String agent,
    Path data,
    int firstUserId,
    int lastUserId,
    VolumePolicy volumes,
    Networks networks) {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Path SOCKETS = Path.of("/run/ekiden");

  /** Changes with each boot. */
  public static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  /**
   * A supervisor of this machine's instances; nothing is recovered yet.
   *
   * @param tell takes reports that need no acknowledgement
   */
  public Supervisor supervisor(
      Outbox outbox, Artifacts artifacts, Probe probe, Consumer<Report> tell) throws IOException {
    var exits = Files.createDirectories(data.resolve("exits"));
    var runc =
        new Runc(
            tool("runc"),
            tool("conmon"),
            Files.createDirectories(data.resolve("runc")),
            exits,
            PrivateDir.at(SOCKETS));
    var cgroups = Cgroups.at(CGROUPS);
    var machinery =
        new Machinery(
            agent,
            bootId(),
            Rlimits.of(Path.of("/proc/self/limits")),
            runc,
            cgroups,
            new Meter(cgroups),
            volumes.volumes(data),
            networks,
            volumes.unaskedMib(),
            new UserIds(firstUserId, lastUserId),
            artifacts,
            probe,
            outbox,
            Turn.Places.forThisMachine(Turn.Places.A_START),
            Turn.Places.forThisMachine(Turn.Places.AN_END));
    return new Supervisor(machinery, data.resolve("instances"), tell);
  }

  /** Wakes instances as they exit, until closed. */
  public AutoCloseable watchExits(Supervisor supervisor) throws IOException {
    return new ExitWatch(data.resolve("exits"), supervisor::wake);
  }

  private static Path tool(String name) throws IOException {
    return Runc.find(name).orElseThrow(() -> new IOException(name + " is not installed"));
  }
}
