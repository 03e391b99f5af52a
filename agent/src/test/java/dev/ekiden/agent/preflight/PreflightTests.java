package dev.ekiden.agent.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.preflight.Wish.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine made of files that lacks nothing, and what is said when something is taken away. */
class PreflightTests {
  private static final Wish WISH =
      new Wish(Path.of("/var/lib/ekiden"), new Range(31_000, 31_999), new Range(201_000, 201_999));

  @TempDir Path root;

  @BeforeEach
  void makeMachine() throws IOException {
    program("usr/sbin/runc", "runc version 1.1.5+ds1");
    program("usr/bin/conmon", "conmon version 2.1.6");
    program("usr/sbin/haproxy", "HAProxy version 2.6.12-1+deb12u1 2024/12/16");
    program("usr/sbin/iptables", "iptables v1.8.9");
    program("usr/sbin/ip", "ip utility, iproute2-6.1.0");
    program("usr/bin/rm", "");
    for (var plugin :
        List.of("loopback", "bridge", "host-local", "portmap", "firewall", "bandwidth")) {
      file("usr/lib/cni/" + plugin, "");
    }
    for (var controller : List.of("cpu", "cpuacct", "memory", "pids")) {
      file("sys/fs/cgroup/" + controller + "/cgroup.procs", "");
    }
    file("sys/fs/cgroup/memory/memory.memsw.limit_in_bytes", "0");
    for (var namespace : List.of("pid", "mnt", "ipc", "uts", "cgroup", "net")) {
      file("proc/self/ns/" + namespace, "");
    }
    status("0", "000001ffffffffff");
    file("proc/self/limits", "Max open files            1024                 1048576   files");
    file("proc/self/mountinfo", "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw");
    file("proc/sys/kernel/seccomp/actions_avail", "kill_process kill_thread trap errno allow");
    file("proc/sys/kernel/osrelease", "6.1.0-18-amd64");
    file("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999");
    file("proc/sys/net/ipv4/ip_local_reserved_ports", "");
    file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/sh");
    file("etc/subuid", "alice:100000:65536");
  }

  @Test
  void a_whole_machine_lacks_nothing() throws IOException {
    assertThat(Preflight.of(root, WISH)).isEmpty();
  }

  @Test
  void programs_are_there_and_new_enough() throws IOException {
    Files.delete(root.resolve("usr/sbin/runc"));
    program("usr/bin/conmon", "conmon version 2.0.25");
    Files.delete(root.resolve("usr/sbin/haproxy"));
    Files.delete(root.resolve("usr/lib/cni/portmap"));
    assertThat(said())
        .containsExactly(
            "missing: runc is not installed: apt-get install runc",
            "note: conmon is version 2.0.25, older than 2.1.0, which is tested:"
                + " apt-get install conmon",
            "note: haproxy is not installed (only the router needs it): apt-get install haproxy",
            "note: the CNI plugin portmap is not installed (only networks of their own need it):"
                + " apt-get install containernetworking-plugins");
  }

  @Test
  void a_start_looks_for_programs_and_runs_none() throws IOException {
    var mark = root.resolve("was-run");
    Files.writeString(root.resolve("usr/bin/conmon"), "#!/bin/sh\ntouch " + mark + "\n");
    assertThat(Preflight.missing(root, WISH)).isEmpty();
    assertThat(mark).doesNotExist();
    assertThat(said()).isEmpty();
    assertThat(mark).exists();
    Files.delete(root.resolve("usr/bin/conmon"));
    assertThat(Preflight.missing(root, WISH))
        .extracting(Finding::toString)
        .containsExactly("missing: conmon is not installed: apt-get install conmon");
  }

  @Test
  void who_it_runs_as_matters() throws IOException {
    status("1000\t1000", "0000000000000000");
    assertThat(said())
        .containsExactly("missing: the agent is not root: run it as root, with sudo or systemd");
    status("0", "00000000a80425fb");
    assertThat(said()).anyMatch(line -> line.startsWith("missing: root lacks capabilities"));
    status("0", "000001fffeffffff");
    assertThat(said()).singleElement().asString().startsWith("note: CAP_SYS_RESOURCE");
  }

  @Test
  void the_kernel_is_looked_at() throws IOException {
    Files.delete(root.resolve("sys/fs/cgroup/memory/cgroup.procs"));
    Files.delete(root.resolve("sys/fs/cgroup/memory/memory.memsw.limit_in_bytes"));
    Files.delete(root.resolve("proc/self/ns/cgroup"));
    Files.delete(root.resolve("proc/sys/kernel/seccomp/actions_avail"));
    file("proc/sys/kernel/osrelease", "4.19.0-6-amd64");
    file("proc/self/limits", "Max open files            256                  512       files");
    assertThat(said())
        .containsExactly(
            "missing: the cgroup controller memory is not there:"
                + " boot the kernel with cgroup_enable=memory",
            "note: the kernel does not count swap, so instances may swap beyond their memory:"
                + " boot it with swapaccount=1, or run without swap",
            "missing: the kernel has no cgroup namespaces: use Debian's kernel",
            "missing: the kernel has no seccomp filters: use Debian's kernel",
            "note: the kernel is old: 4.19.0-6-amd64: 5.10 or newer is tested",
            "missing: only 512 open files are allowed:"
                + " ulimit -Hn 65536, or LimitNOFILE=65536 in its service");
  }

  @Test
  void user_ids_belong_to_nobody_else() throws IOException {
    file("etc/passwd", "svc:x:201500:201500::/:/bin/false");
    file("etc/subuid", "bob:201999:65536");
    assertThat(said())
        .containsExactly(
            "missing: user svc has number 201500, which instances get: choose another uid.range",
            "note: /etc/subuid gives 201999-267534 to bob, which instances get:"
                + " choose another uid.range");
  }

  @Test
  void ports_are_free_and_stay_so() throws IOException {
    file("proc/sys/net/ipv4/ip_local_port_range", "31900 60999");
    file(
        "proc/net/tcp",
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
           0: 0100007F:791A 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: 0100007F:791B 00000000:0000 0A 00000000:00000000 00:00000000 00000000 201003
           2: 0100007F:791C 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0
        """);
    assertThat(said())
        .containsExactly(
            "note: outgoing connections may take ports 31000-31999, which instances get:"
                + " sysctl -w net.ipv4.ip_local_reserved_ports=31000-31999",
            "note: 1 ports of 31000-31999 are taken by others, such as 31002:"
                + " choose other ports, or stop who has them (ss -ltnp)");
    file("proc/sys/net/ipv4/ip_local_reserved_ports", "8080,31000-31999");
    assertThat(said()).hasSize(1);
  }

  @Test
  void data_is_where_sandboxes_can_be() throws IOException {
    file(
        "proc/self/mountinfo",
        """
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        23 22 8:2 / /var/lib rw,noexec - ext4 /dev/sda2 rw
        """);
    assertThat(said())
        .containsExactly(
            "note: /var/lib/ekiden is mounted noexec, so nothing in a sandbox can be executed:"
                + " remount /var/lib with exec");
    var usr = new Wish(Path.of("/usr/local/ekiden"), WISH.ports(), WISH.userIds());
    assertThat(Preflight.of(root, usr))
        .extracting(Finding::toString)
        .anyMatch(line -> line.startsWith("note: /usr/local/ekiden is where instances look"));
  }

  @Test
  void this_very_machine_can_be_looked_at() throws IOException {
    assertThat(Preflight.of(Path.of("/"), WISH)).isNotNull();
  }

  private List<String> said() throws IOException {
    return Preflight.of(root, WISH).stream().map(Finding::toString).toList();
  }

  private void status(String uid, String capabilities) throws IOException {
    file("proc/self/status", "Name:\tjava\nUid:\t" + uid + "\nCapEff:\t" + capabilities);
  }

  private void program(String path, String version) throws IOException {
    var program = file(path, "#!/bin/sh\necho '" + version + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path file(String path, String content) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    return Files.writeString(root.resolve(path), content + "\n");
  }
}
