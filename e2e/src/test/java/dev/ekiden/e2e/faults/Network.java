package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.Ekiden;
import dev.ekiden.e2e.Eventually;
import dev.ekiden.e2e.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Packets between one process and some ports that it dials are dropped, in one direction or both,
 * until closed. The kernel tells whose packets they are: the process gets a control group of its
 * own, and connections that it opens from there carry a mark.
 */
final class Network implements AutoCloseable {
  private static final Path ROOT = Path.of("/");
  private static final Pattern LOCAL_PORT = Pattern.compile(":(\\d+)\\s+\\S+:\\d+\\s+users:");
  private static final String VERSION_2 = "0::/";
  private static final String MARK = "0xe71";

  /** Which packets are lost. */
  enum Lost {
    /** What the process says. */
    WHAT_IT_SENDS,
    /** What it is answered. */
    WHAT_IT_IS_SENT,
    /** Both. */
    EVERYTHING
  }

  private final List<String> undo = new ArrayList<>();

  private Network() {}

  /**
   * Cuts the process off from its servers' ports. One that has been told to die at some point may
   * do so meanwhile: then nothing more is cut.
   */
  static Network cut(String process, List<Integer> ports, Lost lost) {
    var network = new Network();
    long pid = Processes.pid(process);
    if (!isAlive(pid)) {
      return network;
    }
    var joined = group(process, pid);
    if (joined.isEmpty()) {
      return network;
    }
    var group = joined.get();
    var server = "-p tcp -m multiport --dports " + joined(ports);
    network.rule(
        "-t mangle",
        "OUTPUT %s -m cgroup --path %s -j CONNMARK --set-mark %s",
        server,
        group,
        MARK);
    redial(pid, ports);
    if (lost != Lost.WHAT_IT_IS_SENT) {
      network.rule("-t filter", "OUTPUT %s -m cgroup --path %s -j DROP", server, group);
    }
    if (lost != Lost.WHAT_IT_SENDS) {
      network.rule(
          "-t filter",
          "INPUT -p tcp -m multiport --sports %s -m connmark --mark %s -j DROP",
          joined(ports),
          MARK);
    }
    return network;
  }

  /** Packets flow again. */
  @Override
  public void close() {
    Collections.reverse(undo);
    undo.forEach(words -> shell(words).orFail());
    undo.clear();
  }

  private void rule(String table, String rule, Object... words) {
    var text = rule.formatted(words);
    shell("iptables -w %s -A %s".formatted(table, text)).orFail();
    undo.add("iptables -w %s -D %s".formatted(table, text));
  }

  /** Sockets belong to the group that their process was in when it opened them. */
  private static void redial(long pid, List<Integer> ports) {
    for (int port : ports) {
      for (var local : localPorts(pid, port)) {
        shell("ss -K -H sport = :%s dport = :%d".formatted(local, port)).orFail();
        Eventually.holds(
            "process " + pid + " has dialled again",
            () -> {
              if (!isAlive(pid)) {
                return;
              }
              var now = ports.stream().flatMap(any -> localPorts(pid, any).stream()).toList();
              if (now.isEmpty() || now.contains(local)) {
                throw new AssertionError("connections from " + now);
              }
            });
      }
    }
  }

  private static List<String> localPorts(long pid, int port) {
    return shell("ss -Htnp state established dport = :" + port)
        .orFail()
        .out()
        .lines()
        .filter(line -> line.contains("pid=" + pid + ","))
        .map(LOCAL_PORT::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  /** No process has the number 0, which the kernel takes for ourselves. */
  private static boolean isAlive(long pid) {
    return pid > 0 && Files.exists(Path.of("/proc/" + pid));
  }

  /**
   * Puts the process into a control group of its own; gives its path as iptables wants it, nothing
   * if the process has ended.
   */
  private static Optional<String> group(String process, long pid) {
    try {
      var folder = Files.createDirectories(hierarchy().resolve("ekiden-faults-" + process));
      Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
      // As the kernel calls it: what we see of the hierarchy may not be all of it.
      return Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
          .filter(line -> line.startsWith(VERSION_2))
          .map(line -> line.substring(VERSION_2.length()))
          .findFirst();
    } catch (IOException e) {
      if (isAlive(pid)) {
        throw new UncheckedIOException(e);
      }
      return Optional.empty();
    }
  }

  /** Where control groups of the second version are; beside those of the first they do no harm. */
  private static Path hierarchy() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/mounts"))) {
      var words = line.split(" ");
      if (words[2].equals("cgroup2")) {
        return Path.of(words[1]);
      }
    }
    var folder = Files.createDirectories(Ekiden.TARGET.resolve("cgroup2"));
    shell("mount -t cgroup2 none " + folder).orFail();
    return folder;
  }

  private static String joined(List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Program.Result shell(String words) {
    return Program.run(ROOT, List.of(words.split(" ")));
  }
}
