package dev.ekiden.agent.preflight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The place that one agent has chosen on its machine: directory, ports, user ids. */
record Place(Machine machine, Wish wish) {
  private static final List<String> SEEN_BY_INSTANCES =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64");
  private static final String LISTENING = "0A";
  private static final int MAX_NAMED = 5;

  /** A line of /proc/self/mountinfo, as far as it matters. */
  private record Mount(String point, List<String> options) {}

  List<Finding> findings() {
    var found = new ArrayList<Finding>();
    data(found);
    userIds(found);
    ports(found);
    return found;
  }

  private void data(List<Finding> found) {
    var data = wish.data();
    if (SEEN_BY_INSTANCES.stream().anyMatch(data::startsWith)) {
      found.add(
          Finding.note(
              "%s is where instances look, and only its mode is before it".formatted(data),
              "choose another directory for data, such as /var/lib/ekiden"));
    }
    var mount =
        machine.lines("proc/self/mountinfo").stream()
            .filter(line -> line.contains(" - "))
            .map(Place::mount)
            .filter(it -> data.startsWith(it.point()))
            .max(Comparator.comparingInt(it -> it.point().length()));
    var options = mount.map(Mount::options).orElse(List.of());
    if (options.contains("noexec")) {
      found.add(
          Finding.note(
              "%s is mounted noexec, so nothing in a sandbox can be executed".formatted(data),
              "remount %s with exec".formatted(mount.map(Mount::point).orElse("/"))));
    }
  }

  private static Mount mount(String line) {
    var halves = line.split(" - ", 2);
    var first = halves[0].split(" ");
    var last = halves.length > 1 ? halves[1].split(" ") : new String[0];
    var options = new ArrayList<>(List.of(first[5].split(",")));
    options.addAll(List.of(last[last.length - 1].split(",")));
    return new Mount(first[4], options);
  }

  private void userIds(List<Finding> found) {
    var cure = "choose another uid.range";
    for (var line : machine.lines("etc/passwd")) {
      var fields = line.split(":");
      if (fields.length > 2
          && Wish.Range.parse(fields[2]).filter(it -> it.meets(wish.userIds())).isPresent()) {
        found.add(
            Finding.missing(
                "user %s has number %s, which instances get".formatted(fields[0], fields[2]),
                cure));
      }
    }
    for (var line : machine.lines("etc/subuid")) {
      var fields = line.split(":");
      if (fields.length > 2) {
        var first = Long.parseLong(fields[1]);
        var last = first + Long.parseLong(fields[2]) - 1;
        if (first <= wish.userIds().last() && last >= wish.userIds().first()) {
          found.add(
              Finding.note(
                  "/etc/subuid gives %d-%d to %s, which instances get"
                      .formatted(first, last, fields[0]),
                  cure));
        }
      }
    }
  }

  private void ports(List<Finding> found) {
    var ours = wish.ports();
    var local = Wish.Range.parse(machine.first("proc/sys/net/ipv4/ip_local_port_range"));
    var reserved =
        Arrays.stream(machine.first("proc/sys/net/ipv4/ip_local_reserved_ports").split(","))
            .map(Wish.Range::parse)
            .flatMap(Optional::stream)
            .anyMatch(it -> it.has(ours.first()) && it.has(ours.last()));
    if (local.filter(it -> it.meets(ours)).isPresent() && !reserved) {
      found.add(
          Finding.note(
              "outgoing connections may take ports %s, which instances get".formatted(ours),
              "sysctl -w net.ipv4.ip_local_reserved_ports=" + ours));
    }
    var taken = taken(ours);
    if (!taken.isEmpty()) {
      var some = taken.stream().limit(MAX_NAMED).map(String::valueOf).toList();
      found.add(
          Finding.note(
              "%d ports of %s are taken by others, such as %s"
                  .formatted(taken.size(), ours, String.join(", ", some)),
              "choose other ports, or stop who has them (ss -ltnp)"));
    }
  }

  /** Listened at by somebody who is no instance of ours. */
  private TreeSet<Integer> taken(Wish.Range ports) {
    var taken = new TreeSet<Integer>();
    for (var table : List.of("proc/net/tcp", "proc/net/tcp6")) {
      for (var line : machine.lines(table)) {
        var fields = line.strip().split("\\s+");
        if (fields.length > 7 && fields[3].equals(LISTENING)) {
          var port = Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16);
          if (ports.has(port) && !wish.userIds().has(Long.parseLong(fields[7]))) {
            taken.add(port);
          }
        }
      }
    }
    return taken;
  }
}
