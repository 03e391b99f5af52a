package dev.ekiden.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BundleTests {
  @Test
  void has_no_privileges() {
    var process = config(500, 128).path("process");
    assertThat(process.path("noNewPrivileges").asBoolean()).isTrue();
    assertThat(process.path("user").path("uid").asInt()).isEqualTo(201_005);
    assertThat(process.path("capabilities").valueStream().allMatch(JsonNode::isEmpty)).isTrue();
    assertThat(process.path("rlimits").toString())
        .contains("RLIMIT_NOFILE", "20000")
        .contains("RLIMIT_CORE");
  }

  @Test
  void shares_only_the_network_with_the_host() {
    assertThat(config(500, 128).path("linux").path("namespaces").toString())
        .isEqualTo(
            "[{\"type\":\"pid\"},{\"type\":\"mount\"},{\"type\":\"ipc\"},{\"type\":\"uts\"},"
                + "{\"type\":\"cgroup\"}]");
  }

  @Test
  void asks_for_exactly_the_limits_ordered() {
    var resources = config(250, 96).path("linux").path("resources");
    assertThat(resources.path("cpu").has("quota")).as("would slow the runtime down").isFalse();
    assertThat(resources.path("cpu").path("shares").asLong()).isEqualTo(256);
    assertThat(resources.path("memory").path("limit").asLong()).isEqualTo(96L * 1024 * 1024);
    assertThat(resources.path("memory").path("swap").asLong()).isEqualTo(96L * 1024 * 1024);
    assertThat(resources.path("pids").path("limit").asLong()).isEqualTo(1024);
    assertThat(config(250, 96).path("linux").path("cgroupsPath").asString())
        .isEqualTo("/ekiden/agent-1/shop_web.instance-1");
  }

  @Test
  void one_that_may_use_more_than_it_asked_for_is_limited_there_and_goes_first() {
    var bursting = config(new Limits(250, 96, 0, 2000, 512));
    var resources = bursting.path("linux").path("resources");
    assertThat(resources.path("cpu").path("shares").asLong()).isEqualTo(256);
    assertThat(resources.path("memory").path("limit").asLong()).isEqualTo(512L * 1024 * 1024);
    assertThat(resources.path("memory").path("swap").asLong()).isEqualTo(512L * 1024 * 1024);
    assertThat(bursting.path("process").path("oomScoreAdj").asInt()).isEqualTo(800);
    assertThat(config(250, 96).path("process").path("oomScoreAdj").asInt()).isEqualTo(500);
  }

  @Test
  void the_host_is_read_only_and_the_sandbox_is_not() {
    for (var mount : config(500, 128).path("mounts")) {
      var options = mount.path("options").toString();
      if (mount.path("destination").asString().equals(Bundle.SANDBOX)) {
        assertThat(options).contains("\"rw\"", "nosuid", "nodev");
      } else if (mount.path("type").asString().equals("bind")) {
        assertThat(options).contains("\"ro\"", "nosuid", "nodev");
      }
    }
  }

  @Test
  void the_environment_is_the_ordered_one_and_the_sandbox() {
    var env = config(500, 128).path("process").path("env").toString();
    assertThat(env).contains("MESOS_SANDBOX=/mnt/mesos/sandbox", "HOME=/elsewhere", "PORT0=31000");
  }

  @Test
  void only_calls_that_were_decided_on_are_let_through() {
    var seccomp = config(500, 128).path("linux").path("seccomp");
    assertThat(seccomp.path("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
    var allowed =
        seccomp
            .path("syscalls")
            .valueStream()
            .filter(rule -> rule.path("action").asString().equals("SCMP_ACT_ALLOW"))
            .filter(rule -> rule.path("args").isMissingNode())
            .flatMap(rule -> rule.path("names").valueStream())
            .map(JsonNode::asString)
            .toList();
    assertThat(allowed)
        .contains("read", "execve", "openat", "connect")
        .doesNotContain("mount", "ptrace", "bpf", "unshare", "setns", "keyctl", "kexec_load")
        .doesNotContain("io_uring_setup", "userfaultfd", "perf_event_open", "init_module")
        .doesNotContain("clone", "socket", "socketcall", "personality");
  }

  @Test
  void the_root_copies_links_and_makes_up_etc(@TempDir Path temp) throws IOException {
    var host = Files.createDirectories(temp.resolve("host"));
    Files.createDirectories(host.resolve("usr/bin"));
    Files.createSymbolicLink(host.resolve("bin"), Path.of("usr/bin"));
    Files.createDirectories(host.resolve("etc/ssl/certs"));
    Files.createDirectories(host.resolve("etc/ssl/private"));
    Files.createDirectories(host.resolve("etc/java-17-openjdk"));
    Files.writeString(host.resolve("etc/shadow"), "secret");
    Files.writeString(host.resolve("etc/hosts"), "127.0.0.1 localhost");
    var rootfs = Files.createDirectories(temp.resolve("rootfs"));
    var mounts =
        Files.writeString(
            temp.resolve("mountinfo"),
            """
            20 1 254:0 / / rw shared:1 - ext4 /dev/vda rw
            21 20 254:1 / %1$s/usr/local\\040disk rw - ext4 /dev/vdb rw
            22 20 254:1 / %1$s/usrlocal rw - ext4 /dev/vdb rw
            23 20 0:50 / %1$s/usr/remote rw - fuse.sshfs someone rw
            """
                .formatted(host));
    var binds = new HostView(host, mounts).prepare(rootfs, "web-1", 201_005, new Net.Shared());
    assertThat(binds)
        .extracting(HostView.Bind::destination)
        .containsExactly("/usr", "/etc/ssl/certs", "/etc/java-17-openjdk", "/usr/local disk");
    assertThat(Files.readSymbolicLink(rootfs.resolve("bin"))).hasToString("usr/bin");
    assertThat(rootfs.resolve("etc/hosts")).hasContent("127.0.0.1 localhost\n127.0.1.1 web-1\n");
    assertThat(rootfs.resolve("etc/passwd")).content().contains("app:x:201005:201005:");
    assertThat(rootfs.resolve("etc/shadow")).doesNotExist();
  }

  @Test
  void a_network_of_its_own_is_joined_and_the_machines_is_not() {
    var own = new Net.Own(Path.of("/data/ns"), "100.64.4.2", "nameserver 192.0.2.1\n");
    var linux = Json.MAPPER.valueToTree(bundle(1, 1, "a", own).config(List.of())).path("linux");
    assertThat(linux.path("namespaces").toString())
        .contains("\"type\":\"network\"", "\"path\":\"/data/ns\"");
    assertThat(linux.path("sysctl").path("net.ipv4.ip_unprivileged_port_start").asString())
        .isEqualTo("0");
    assertThat(config(1, 1).path("linux").path("namespaces").toString()).doesNotContain("network");
    assertThat(config(1, 1).path("linux").path("sysctl")).isEmpty();
  }

  @Test
  void in_a_network_of_its_own_it_is_found_by_its_own_address(@TempDir Path temp)
      throws IOException {
    var host = Files.createDirectories(temp.resolve("host"));
    Files.createDirectories(host.resolve("etc"));
    Files.writeString(
        host.resolve("etc/hosts"),
        "127.0.0.1 localhost\n127.0.1.1 machine\n::1 ip6-localhost\nff02::1 all\n# x\n"
            + "192.0.2.7 database");
    Files.writeString(host.resolve("etc/resolv.conf"), "nameserver 127.0.0.53\n");
    var rootfs = Files.createDirectories(temp.resolve("rootfs"));
    var mounts = Files.writeString(temp.resolve("mountinfo"), "");
    var net = new Net.Own(Path.of("/data/ns"), "100.64.4.2", "nameserver 192.0.2.1\n");
    new HostView(host, mounts).prepare(rootfs, "web-1", 201_005, net);
    assertThat(rootfs.resolve("etc/hosts"))
        .hasContent(
            "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
                + "100.64.4.2 web-1\n192.0.2.7 database\n");
    assertThat(rootfs.resolve("etc/resolv.conf")).hasContent("nameserver 192.0.2.1\n");
  }

  @Test
  void a_host_name_is_the_end_of_the_id() {
    assertThat(bundle(1, 1, "shop_web.instance-0123456789-0123456789-0123456789").hostname())
        .isEqualTo("0123456789-0123456789-0123456789");
    assertThat(bundle(1, 1, "a_b").hostname()).isEqualTo("a-b");
  }

  private static JsonNode config(int cpuMillis, long memMib) {
    return config(new Limits(cpuMillis, memMib, 0));
  }

  private static JsonNode config(Limits limits) {
    return Json.MAPPER.valueToTree(
        bundle(limits, "shop_web.instance-1", new Net.Shared())
            .config(List.of(new HostView.Bind("/usr", "/usr"))));
  }

  private static Bundle bundle(int cpuMillis, long memMib, String instance) {
    return bundle(cpuMillis, memMib, instance, new Net.Shared());
  }

  private static Bundle bundle(int cpuMillis, long memMib, String instance, Net net) {
    return bundle(new Limits(cpuMillis, memMib, 0), instance, net);
  }

  private static Bundle bundle(Limits limits, String instance, Net net) {
    return new Bundle(
        instance,
        List.of("sleep", "1"),
        new TreeMap<>(Map.of("HOME", "/elsewhere", "PORT0", "31000")),
        limits,
        201_005,
        Path.of("/data/sandbox"),
        "ekiden/agent-1/" + instance,
        true,
        new TreeMap<>(Map.of("RLIMIT_NOFILE", 20_000L, "RLIMIT_CORE", 0L)),
        net);
  }
}
