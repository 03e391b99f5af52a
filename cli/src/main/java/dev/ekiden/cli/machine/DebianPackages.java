package dev.ekiden.cli.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Programs that come from Debian packages: looks for them, and installs what is missing as root.
 */
public final class DebianPackages {
  private static final List<String> PATH =
      List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin");

  /** Package by the file that proves it: a name to be found on the path, or a whole path. */
  private final Map<String, String> packageByFile;

  private DebianPackages(Map<String, String> packageByFile) {
    this.packageByFile = new TreeMap<>(packageByFile);
  }

  /** What unpacks and runs databases and servers. */
  public static DebianPackages forServers() {
    return new DebianPackages(
        Map.of("openssl", "openssl", "unzip", "unzip", "xz", "xz-utils", "setsid", "util-linux"));
  }

  /** What agents and the router drive. */
  public static DebianPackages forAgents() {
    return new DebianPackages(
        Map.of(
            "runc", "runc",
            "conmon", "conmon",
            "haproxy", "haproxy",
            "iptables", "iptables",
            "ip", "iproute2",
            "/usr/lib/cni/bridge", "containernetworking-plugins"));
  }

  /** What the browser tests drive. */
  public static DebianPackages forTests() {
    return new DebianPackages(
        Map.of(
            "chromium", "chromium",
            "chromedriver", "chromium-driver",
            "curl", "curl",
            "node", "nodejs",
            "npm", "npm"));
  }

  /** What cuts networks, fills disks and moves clocks. */
  public static DebianPackages forFaults() {
    return new DebianPackages(
        Map.of(
            "iptables", "iptables",
            "ss", "iproute2",
            "mkfs.ext4", "e2fsprogs",
            "mount", "mount",
            "faketime", "faketime"));
  }

  /** Packages whose files are not there, sorted. */
  public List<String> missing() {
    return packageByFile.entrySet().stream()
        .filter(entry -> !present(entry.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .sorted()
        .toList();
  }

  /** Installs what is missing if we are root; otherwise fails with the line to run. */
  public void require(Console console) {
    var missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    var names = String.join(" ", missing);
    if (!User.isRoot()) {
      throw new Failure("missing " + names, "run sudo apt-get install " + names);
    }
    console.begin("installing " + names);
    long start = System.nanoTime();
    install(missing, names);
    console.done("installed " + names, System.nanoTime() - start);
  }

  private static void install(List<String> packages, String names) {
    var install = new ArrayList<>(List.of("apt-get", "install", "-y", "-q"));
    install.add("--no-install-recommends");
    install.addAll(packages);
    if (quiet(install).exitCode() != 0) {
      quiet(List.of("apt-get", "update", "-q")).exitCode();
      quiet(install)
          .orFail(
              "cannot install " + names, "run apt-get install " + names + " and see what it says");
    }
  }

  private static Command quiet(List<String> words) {
    return Command.of(words).with("DEBIAN_FRONTEND", "noninteractive");
  }

  private static boolean present(String file) {
    return file.startsWith("/")
        ? Files.isExecutable(Path.of(file))
        : PATH.stream().anyMatch(dir -> Files.isExecutable(Path.of(dir, file)));
  }
}
