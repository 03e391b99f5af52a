package dev.ekiden.agent.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom an instance in a network of its own asks for names. What the machine itself asks is of no
 * use there if it listens on the machine's loopback only; then it is whom that asks in turn, as far
 * as systemd-resolved tells.
 *
 * @param root {@code /} but for tests
 */
record Resolver(Path root, List<String> nameservers) {
  private static final List<String> FILES =
      List.of("etc/resolv.conf", "run/systemd/resolve/resolv.conf");

  /** The text of its {@code resolv.conf}. */
  String configuration() {
    var lines = new ArrayList<String>();
    var servers = nameservers.isEmpty() ? reachable() : nameservers;
    servers.forEach(server -> lines.add("nameserver " + server));
    if (servers.isEmpty()) {
      lines.add(
          "# The machine's own nameserver cannot be reached from here, and the agent was told");
      lines.add("# of no other one (network.dns).");
    }
    lines(FILES.getFirst())
        .filter(line -> line.startsWith("search ") || line.startsWith("options "))
        .forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private List<String> reachable() {
    return FILES.stream()
        .map(
            file ->
                lines(file)
                    .filter(line -> line.startsWith("nameserver"))
                    .map(line -> line.substring("nameserver".length()).strip())
                    .filter(Resolver::isReachable)
                    .toList())
        .filter(servers -> !servers.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Instances' networks have IPv4 only. */
  private static boolean isReachable(String server) {
    return server.matches("[0-9.]+") && !server.startsWith("127.") && !server.equals("0.0.0.0");
  }

  private Stream<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file)).stream().map(String::strip);
    } catch (IOException _) {
      return Stream.empty(); // not there: it says nothing
    }
  }
}
