package dev.ekiden.agent.preflight;

import dev.ekiden.agent.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a machine through the eyes of an agent that is to run there. */
public final class Preflight {
  private static final long FEWEST_FILES = 1024;
  private static final long MANY_FILES = 65_536;

  /** Bits of the capabilities that runc uses, and the agent itself; see capabilities(7). */
  private static final List<Integer> CAPABILITIES = List.of(0, 1, 3, 5, 6, 7, 8, 12, 18, 21, 27);

  private static final int SYS_RESOURCE = 24;

  /** Of programs that are not named after their package. */
  private static final Map<String, String> PACKAGES = Map.of("rm", "coreutils", "ip", "iproute2");

  private final Machine machine;
  private final List<Finding> found = new ArrayList<>();

  private final boolean asksVersions;

  private Preflight(Machine machine, boolean asksVersions) {
    this.machine = machine;
    this.asksVersions = asksVersions;
  }

  /**
   * What this machine lacks for any agent.
   *
   * @param root {@code /} but for tests
   */
  public static List<Finding> of(Path root) throws IOException {
    return new Preflight(new Machine(root), true).look();
  }

  private List<Finding> look() throws IOException {
    root();
    programs();
    cgroups();
    kernel();
    files();
    return List.copyOf(found);
  }

  /** The same, and what it lacks for this agent. */
  public static List<Finding> of(Path root, Wish wish) throws IOException {
    var all = new ArrayList<>(of(root));
    all.addAll(new Place(new Machine(root), wish).findings());
    return List.copyOf(all);
  }

  /** What keeps this agent from running: without asking programs for their versions, as quick. */
  public static List<Finding> missing(Path root, Wish wish) throws IOException {
    var all = new ArrayList<>(new Preflight(new Machine(root), false).look());
    all.addAll(new Place(new Machine(root), wish).findings());
    return all.stream().filter(Finding::stops).toList();
  }

  private void root() {
    var uid = machine.after("proc/self/status", "Uid:");
    if (!uid.startsWith("0\t") && !uid.equals("0")) {
      found.add(Finding.missing("the agent is not root", "run it as root, with sudo or systemd"));
      return;
    }
    var capabilities = Long.parseUnsignedLong(machine.after("proc/self/status", "CapEff:"), 16);
    if (CAPABILITIES.stream().anyMatch(bit -> (capabilities >> bit & 1) == 0)) {
      found.add(
          Finding.missing(
              "root lacks capabilities (CapEff %x)".formatted(capabilities),
              "do not run the agent in a container or with CapabilityBoundingSet"));
    }
    if ((capabilities >> SYS_RESOURCE & 1) == 0) {
      found.add(
          Finding.note(
              "CAP_SYS_RESOURCE is not there, so an instance can lower its oom_score_adj to ours",
              "give it to the agent's service"));
    }
  }

  private void programs() throws IOException {
    program("runc", Optional.empty(), 1, 1, 0);
    program("conmon", Optional.empty(), 2, 1, 0);
    program("rm", Optional.empty());
    program("haproxy", Optional.of("only the router needs it"), 2, 6, 0);
    program("iptables", Optional.of("only instances with a network of their own need it"));
    program("ip", Optional.of("only instances with a network of their own need it"));
    for (var plugin :
        List.of("loopback", "bridge", "host-local", "portmap", "firewall", "bandwidth")) {
      if (!machine.has("usr/lib/cni/" + plugin)) {
        found.add(
            Finding.note(
                "the CNI plugin %s is not installed (only networks of their own need it)"
                    .formatted(plugin),
                "apt-get install containernetworking-plugins"));
      }
    }
  }

  /**
   * @param onlyFor empty if the agent cannot do without
   * @param least the oldest version that was tried
   */
  private void program(String name, Optional<String> onlyFor, int... least) throws IOException {
    var cure = "apt-get install " + PACKAGES.getOrDefault(name, name);
    var path = machine.program(name);
    if (path.isEmpty()) {
      add(onlyFor, name + " is not installed", cure);
      return;
    }
    if (least.length == 0 || !asksVersions) {
      return;
    }
    var version = machine.version(path.get(), name.equals("haproxy") ? "-v" : "--version");
    if (version.isPresent() && !version.get().atLeast(least)) {
      var wanted = String.join(".", Arrays.stream(least).mapToObj(String::valueOf).toList());
      found.add(
          Finding.note(
              "%s is version %s, older than %s, which is tested"
                  .formatted(name, version.get(), wanted),
              cure));
    }
  }

  private void add(Optional<String> onlyFor, String what, String cure) {
    found.add(
        onlyFor
            .map(reason -> Finding.note("%s (%s)".formatted(what, reason), cure))
            .orElseGet(() -> Finding.missing(what, cure)));
  }

  private void cgroups() throws IOException {
    var root = machine.at("sys/fs/cgroup");
    if (!Files.isDirectory(root)) {
      found.add(
          Finding.missing(
              "no control groups at /sys/fs/cgroup", "mount them, or boot with systemd"));
      return;
    }
    var cgroups = Cgroups.at(root);
    for (var controller : cgroups.missing()) {
      found.add(
          Finding.missing(
              "the cgroup controller %s is not there".formatted(controller),
              controller.equals("memory")
                  ? "boot the kernel with cgroup_enable=memory"
                  : "use a kernel with it, and mount it below /sys/fs/cgroup"));
    }
    if (!cgroups.limitsSwap()) {
      found.add(
          Finding.note(
              "the kernel does not count swap, so instances may swap beyond their memory",
              "boot it with swapaccount=1, or run without swap"));
    }
  }

  private void kernel() {
    for (var namespace : List.of("pid", "mnt", "ipc", "uts", "cgroup", "net")) {
      if (!Files.exists(machine.at("proc/self/ns/" + namespace))) {
        found.add(
            Finding.missing(
                "the kernel has no %s namespaces".formatted(namespace), "use Debian's kernel"));
      }
    }
    if (!machine.first("proc/sys/kernel/seccomp/actions_avail").contains("errno")) {
      found.add(Finding.missing("the kernel has no seccomp filters", "use Debian's kernel"));
    }
    var release = machine.first("proc/sys/kernel/osrelease");
    if (Machine.Version.in(release).filter(version -> !version.atLeast(5, 10)).isPresent()) {
      found.add(Finding.note("the kernel is old: " + release, "5.10 or newer is tested"));
    }
  }

  private void files() {
    var limit = machine.after("proc/self/limits", "Max open files");
    var words = limit.split("\\s+");
    if (words.length < 2 || words[1].equals("unlimited")) {
      return;
    }
    var hard = Long.parseLong(words[1]);
    var cure = "ulimit -Hn %d, or LimitNOFILE=%d in its service".formatted(MANY_FILES, MANY_FILES);
    if (hard < FEWEST_FILES) {
      found.add(Finding.missing("only %d open files are allowed".formatted(hard), cure));
    } else if (hard < MANY_FILES) {
      found.add(Finding.note("instances get %d open files at most".formatted(hard), cure));
    }
  }
}
