package dev.ekiden.agent.network;

import dev.ekiden.agent.exec.Program;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether this machine can give instances networks of their own. */
final class Fitness {
  private static final List<String> PLUGINS =
      List.of("loopback", "bridge", "host-local", "portmap", "firewall", "bandwidth");

  private Fitness() {}

  static Optional<String> trouble(NetworkPolicy policy) {
    if (policy.use() == NetworkPolicy.Use.OFF) {
      return Optional.of("network=off in the agent's configuration");
    }
    var missing = new ArrayList<String>();
    for (var plugin : PLUGINS) {
      if (!Files.isExecutable(policy.plugins().resolve(plugin))) {
        missing.add(plugin);
      }
    }
    if (!missing.isEmpty()) {
      return Optional.of(
          "no CNI plugins %s in %s (apt-get install containernetworking-plugins)"
              .formatted(String.join(", ", missing), policy.plugins()));
    }
    return program("apt-get install iproute2", "ip", "link", "show", "type", "bridge")
        .or(() -> program("apt-get install util-linux", "flock", "--version"))
        .or(() -> program("apt-get install util-linux", "unshare", "--version"))
        .or(
            () ->
                program(
                    "apt-get install iptables",
                    "iptables",
                    "-w",
                    "10",
                    "-t",
                    "nat",
                    "-S",
                    "OUTPUT"))
        .or(() -> program("apt-get install iptables", "iptables-restore", "--version"));
  }

  private static Optional<String> program(String cure, String... command) {
    var outcome = Program.run(List.of(command));
    return outcome.ok()
        ? Optional.empty()
        : Optional.of("%s does not work: %s (%s)".formatted(command[0], outcome.line(), cure));
  }
}
