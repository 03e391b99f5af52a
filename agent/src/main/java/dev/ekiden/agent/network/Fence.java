package dev.ekiden.agent.network;

import dev.ekiden.agent.exec.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What may come to the instances of a bridge and what they may reach of the machine, as rules of
 * iptables in chains of our own:
 *
 * <ul>
 *   <li>to them goes what answers them or was sent to a host port, and nothing else;
 *   <li>instances in the machine's network are held to that as well, by their user ids;
 *   <li>they do not reach 127.0.0.0/8 of the machine, which the forwarding of host ports from there
 *       would let through (route_localnet), but for answers to connections that came from there.
 * </ul>
 *
 * @param userIds {@code first-last} of instances
 */
record Fence(String bridge, String userIds) {
  private static final List<String> IPTABLES = List.of("iptables", "-w", "10");
  private static final String PLUGINS_JUMP =
      "-A FORWARD -m comment --comment \"CNI firewall plugin rules\" -j CNI-FORWARD";
  private static final String ANSWERS = "-m conntrack --ctstate RELATED,ESTABLISHED,DNAT";

  /** Puts it up unless all of it is there: others may flush tables. */
  void ensure() throws IOException {
    var there = listed();
    if (!isLate(there)
        && jumps().values().stream().allMatch(there::contains)
        && rules().lines().filter(line -> line.startsWith("-A")).allMatch(there::contains)) {
      return;
    }
    var restored = Program.run(List.of("iptables-restore", "-w", "10", "-n"), rules(), Map.of());
    if (!restored.ok()) {
      throw new IOException("iptables-restore failed: " + restored.line());
    }
    for (var jump : jumps().values()) {
      var words = jump.split(" ", 3);
      if (!there.contains(jump)) {
        iptables("-I", words[1], "1", words[2]);
      } else if (isLate(there)) {
        iptables("-D", words[1], "", words[2]);
        iptables("-I", words[1], "1", words[2]);
      }
    }
  }

  /** The plugin "firewall" lets all through that instances send, and puts itself first. */
  private boolean isLate(List<String> there) {
    var ours = there.indexOf(forwardJump());
    var plugins = there.indexOf(PLUGINS_JUMP);
    return plugins >= 0 && ours > plugins;
  }

  void remove() throws IOException {
    var there = listed();
    for (var jump : jumps().entrySet()) {
      if (there.contains(jump.getValue())) {
        iptables("-D", jump.getValue().split(" ", 3)[1], "", jump.getValue().split(" ", 3)[2]);
      }
      if (there.contains("-N " + jump.getKey())) {
        iptables("-F", jump.getKey(), "", "");
        iptables("-X", jump.getKey(), "", "");
      }
    }
  }

  private static List<String> listed() throws IOException {
    var command = new ArrayList<>(IPTABLES);
    command.add("-S");
    return Program.must(command).lines().map(String::strip).toList();
  }

  private static void iptables(String verb, String chain, String place, String rule)
      throws IOException {
    var command = new ArrayList<>(IPTABLES);
    command.add(verb);
    command.add(chain);
    if (!place.isEmpty()) {
      command.add(place);
    }
    if (!rule.isEmpty()) {
      command.addAll(List.of(rule.split(" ")));
    }
    Program.must(command);
  }

  /** Chain of ours, and the rule that leads to it, as iptables lists it. */
  private Map<String, String> jumps() {
    return Map.of(
        chain("to"), forwardJump(),
        chain("in"), "-A INPUT -i %s -j %s".formatted(bridge, chain("in")),
        chain("by"), "-A OUTPUT -o %s -j %s".formatted(bridge, chain("by")));
  }

  private String forwardJump() {
    return "-A FORWARD -o %s -j %s".formatted(bridge, chain("to"));
  }

  private String chain(String part) {
    return bridge.toUpperCase(Locale.ROOT) + "-" + part;
  }

  /** In iptables' own words, so that they are found in its list. */
  private String rules() {
    return """
        *filter
        :%1$s - [0:0]
        :%2$s - [0:0]
        :%3$s - [0:0]
        -A %1$s %4$s -j ACCEPT
        -A %1$s -j REJECT --reject-with icmp-port-unreachable
        -A %2$s -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
        -A %2$s -d 127.0.0.0/8 -j DROP
        -A %3$s %4$s -j RETURN
        -A %3$s -m owner --uid-owner %5$s -j REJECT --reject-with icmp-port-unreachable
        COMMIT
        """
        .formatted(chain("to"), chain("in"), chain("by"), ANSWERS, userIds);
  }
}
