package dev.ekiden.agent.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.cgroup.CpuLimit;
import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes an OCI bundle: what the instance sees, who it is and how much it may use.
 *
 * @param instance its id
 * @param command argv
 * @param env as ordered; {@code MESOS_SANDBOX}, {@code HOME}, a default {@code PATH} and {@code
 *     JAVA_HOME} (see {@link HostJava}) are added
 * @param uid user and group, unprivileged, of this instance alone
 * @param sandbox its directory on the host
 * @param cgroup path below the cgroup mounts, without leading slash
 * @param limitsSwap whether memory and swap together can be limited
 * @param rlimits by name, such as {@code RLIMIT_NOFILE}, soft and hard; see {@code
 *     supervise.Rlimits}
 * @param net its network
 */
public record Bundle(
    String instance,
    List<String> command,
    SortedMap<String, String> env,
    Limits limits,
    int uid,
    Path sandbox,
    String cgroup,
    boolean limitsSwap,
    SortedMap<String, Long> rlimits,
    Net net) {

  /** Where an instance sees its sandbox; Mesos' path, which start scripts know. */
  public static final String SANDBOX = "/mnt/mesos/sandbox";

  /** Processes and threads that an instance may have. */
  public static final int MAX_PIDS = 1024;

  /**
   * Added to the kernel's own reckoning when the whole machine is out of memory, in thousandths of
   * it: an instance goes before the agent and the host's own services. An instance cannot lower it.
   */
  public static final int OOM_SCORE_ADJ = 500;

  /** One that may hold more than it asked for goes before those that may not. */
  static final int BURSTING_OOM_SCORE_ADJ = 800;

  private static final long MEBI = 1024L * 1024;
  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6");
  private static final int HOSTNAME_LENGTH = 32;
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/dynamic_debug",
          "/proc/fs",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/key-users",
          "/proc/keys",
          "/proc/kallsyms",
          "/proc/latency_stats",
          "/proc/modules",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/vmallocinfo",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** The same for all, and long. */
  private static final Map<String, Object> SECCOMP = Collections.unmodifiableMap(seccomp());

  /** Writes {@code config.json} and {@code rootfs/} into a directory; again is harmless. */
  public void write(Path directory) {
    try {
      var rootfs = Files.createDirectories(directory.resolve("rootfs"));
      Files.createDirectories(rootfs.resolve(SANDBOX.substring(1)));
      var binds =
          new HostView(Path.of("/"), Path.of("/proc/self/mountinfo"))
              .prepare(rootfs, hostname(), uid, net);
      Files.write(directory.resolve("config.json"), Json.MAPPER.writeValueAsBytes(config(binds)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the bundle " + directory + ": " + e, e);
    }
  }

  /** The last part of the id, in the letters that a host name may have. */
  String hostname() {
    var plain = instance.replaceAll("[^A-Za-z0-9-]", "-");
    var tail = plain.substring(Math.max(0, plain.length() - HOSTNAME_LENGTH));
    return tail.replaceAll("^-+|-+$", "");
  }

  Map<String, Object> config(List<HostView.Bind> binds) {
    var config = new LinkedHashMap<String, Object>();
    config.put("ociVersion", "1.0.2");
    config.put("process", process());
    config.put("root", Map.of("path", "rootfs", "readonly", true));
    config.put("hostname", hostname());
    config.put("mounts", mounts(binds));
    config.put("linux", linux());
    return config;
  }

  private Map<String, Object> process() {
    var args = new ArrayList<>(List.of("/bin/sh", "-c", resource("init.sh"), "init"));
    args.addAll(command);
    var variables = new LinkedHashMap<String, String>();
    HostJava.home()
        .ifPresentOrElse(
            home -> {
              variables.put("PATH", home.resolve("bin") + ":" + PATH);
              variables.put("JAVA_HOME", home.toString());
            },
            () -> variables.put("PATH", PATH));
    variables.put("HOME", SANDBOX);
    variables.putAll(env);
    variables.put("MESOS_SANDBOX", SANDBOX);
    if (net instanceof Net.Own own) {
      variables.put("MESOS_CONTAINER_IP", own.address());
    }
    var none = List.<String>of();
    return Map.of(
        "terminal",
        false,
        "user",
        Map.of("uid", uid, "gid", uid, "umask", 022),
        "args",
        args,
        "env",
        variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        "cwd",
        SANDBOX,
        "capabilities",
        Map.of(
            "bounding",
            none,
            "effective",
            none,
            "inheritable",
            none,
            "permitted",
            none,
            "ambient",
            none),
        "noNewPrivileges",
        true,
        "oomScoreAdj",
        limits.bursts() ? BURSTING_OOM_SCORE_ADJ : OOM_SCORE_ADJ,
        "rlimits",
        rlimits.entrySet().stream().map(e -> rlimit(e.getKey(), e.getValue())).toList());
  }

  private List<Object> mounts(List<HostView.Bind> binds) {
    var mounts = new ArrayList<>();
    mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=64k"));
    mounts.add(
        mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666"));
    mounts.add(
        mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", tmpSize()));
    mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
    // Runtimes such as the JVM size themselves by the limits that they read here.
    mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "ro"));
    mounts.add(mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", tmpSize()));
    mounts.add(mount("/var/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", tmpSize()));
    for (var bind : binds) {
      // Not recursive: options go to the topmost mount only, others would stay writable.
      mounts.add(mount(bind.destination(), "bind", bind.source(), "bind", "ro", "nosuid", "nodev"));
    }
    mounts.add(mount(SANDBOX, "bind", sandbox.toString(), "bind", "rw", "nosuid", "nodev"));
    return mounts;
  }

  private Map<String, Object> linux() {
    return Map.of(
        "cgroupsPath",
        "/" + cgroup,
        "namespaces",
        namespaces(),
        "sysctl",
        sysctl(),
        "resources",
        resources(),
        "maskedPaths",
        MASKED,
        "readonlyPaths",
        READ_ONLY,
        "seccomp",
        SECCOMP);
  }

  private List<Map<String, String>> namespaces() {
    var namespaces = new ArrayList<Map<String, String>>();
    for (var type : List.of("pid", "mount", "ipc", "uts", "cgroup")) {
      namespaces.add(Map.of("type", type));
    }
    if (net instanceof Net.Own own) {
      namespaces.add(Map.of("type", "network", "path", own.namespace().toString()));
    }
    return namespaces;
  }

  /**
   * In a network of its own an instance may listen at port 80, as nobody else's is there. IPv6 is
   * off but for loopback: the rules that guard instances are of IPv4.
   */
  private Map<String, String> sysctl() {
    var settings = new LinkedHashMap<String, String>();
    if (net instanceof Net.Own) {
      settings.put("net.ipv4.ip_unprivileged_port_start", "0");
      if (Files.exists(IPV6)) {
        settings.put("net.ipv6.conf.eth0.disable_ipv6", "1");
      }
    }
    return settings;
  }

  private Map<String, Object> resources() {
    var cpu = CpuLimit.of(limits.cpuMillis(), limits.mostCpuMillis());
    var memory = new LinkedHashMap<String, Object>();
    memory.put("limit", limits.mostMemMib() * MEBI);
    if (limitsSwap) {
      memory.put("swap", limits.mostMemMib() * MEBI);
    }
    return Map.of(
        "cpu",
        // No quota: the runtime works for the new container from within, for 20 ms of a core, and
        // would wait for the next period over and over. It is set before the command begins.
        Map.of("shares", cpu.shares()),
        "memory",
        memory,
        "pids",
        Map.of("limit", MAX_PIDS),
        "devices",
        List.of(Map.of("allow", false, "access", "rwm")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> seccomp() {
    var profile = Json.MAPPER.readValue(resource("seccomp.json"), LinkedHashMap.class);
    profile.put(
        "architectures",
        "aarch64".equals(System.getProperty("os.arch"))
            ? List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM")
            : List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86"));
    return profile;
  }

  /** Files in memory count as the instance's memory, so a file system of that size is enough. */
  private String tmpSize() {
    return "size=" + limits.mostMemMib() + "m";
  }

  private static Map<String, Object> mount(
      String destination, String type, String source, String... options) {
    return Map.of(
        "destination", destination, "type", type, "source", source, "options", List.of(options));
  }

  private static Map<String, Object> rlimit(String type, long value) {
    return Map.of("type", type, "hard", value, "soft", value);
  }

  private static String resource(String name) {
    try (var in = Bundle.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
