package dev.ekiden.agent;

import static dev.ekiden.agent.Breakout.Kind.BOMB;
import static dev.ekiden.agent.Breakout.Kind.HARMLESS;
import static dev.ekiden.agent.Breakout.Kind.MAY_DIE;
import static dev.ekiden.agent.Breakout.Kind.REFUSED;
import static dev.ekiden.agent.Breakout.program;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** All ways out that are tried. {@code docs/agent.md} has the same list for people. */
final class BreakoutTable {
  private static final long LOG_BYTES = 2 * 10L * 1024 * 1024;

  private BreakoutTable() {}

  static List<Breakout> files() {
    return List.of(
        program("reads_host_files", "the host's /tmp by way of /proc/*/root and ..", "not there"),
        program("reads_neighbours_sandbox", "the path of a neighbour's sandbox", "not there"),
        program("reads_agents_files", "orders, bundles and logs by their paths", "not there"),
        program("searches_all_it_sees", "every file but /usr, /proc, /sys", "no secret in any"),
        program("writes_host_programs", "/usr, /bin, /lib: create, append, rename", "read-only"),
        program("writes_etc", "/etc and the directories beside it", "read-only"),
        program("preloads_a_library", "/etc/ld.so.preload", "read-only"),
        program("overwrites_running_programs", "/proc/self/exe and others'", "read-only"),
        program("climbs_out_of_a_chroot", "chroot, fchdir, many ..", "no chroot"),
        program("uses_inherited_files", "open descriptors of runc and conmon", "none is left"),
        program("makes_device_nodes", "disk, memory, kernel log by mknod", "EPERM"),
        program("reads_memory_and_disks", "/dev/mem, disks, /proc/kcore", "not there, or empty"),
        program(
            "plants_links_for_the_agent",
            "links in its sandbox for the agent to follow",
            "the agent deletes links, not what they lead to"));
  }

  static List<Breakout> processes() {
    return List.of(
        program("becomes_root", "all of setuid's family", "EPERM"),
        program("gains_capabilities", "capset, ambient capabilities", "none; no new privileges"),
        program("runs_setuid_programs", "a setuid root program in its sandbox", "stays itself"),
        program("traces_others", "ptrace, process_vm_readv, pidfd_getfd", "EPERM"),
        program("reads_other_processes", "/proc of all numbers", "sees only its own"),
        program("signals_others", "kill by the host's numbers, and -1", "reaches only its own"),
        program("raises_its_priority", "nice, real time, I/O class", "EPERM"),
        program("raises_its_limits", "prlimit above the hard limit, and others'", "EPERM"),
        program("escapes_the_oom_killer", "lowers oom_score_adj", "EACCES"));
  }

  static List<Breakout> kernel() {
    return List.of(
        program("mounts", "tmpfs, proc, cgroup, overlay, bind, propagation", "EPERM"),
        program("mounts_the_new_way", "fsopen, open_tree, mount_setattr", "EPERM"),
        program("remounts_writable", "/usr, /proc/sys, cgroups", "EPERM"),
        program("unmasks_proc", "umount of what hides /proc/kcore", "EPERM"),
        program("pivots_its_root", "pivot_root", "EPERM"),
        program("makes_namespaces", "unshare, clone, clone3; above all a user's", "refused"),
        program("enters_namespaces", "setns to the host's", "EPERM"),
        program("loads_modules", "init_module, finit_module, delete_module", "EPERM"),
        program("boots_another_kernel", "kexec, reboot", "EPERM"),
        program("swaps_and_accounts", "swapon, acct, quotactl", "EPERM"),
        program("loads_bpf", "bpf", "EPERM"),
        program("watches_performance", "perf_event_open", "EPERM"),
        program("handles_page_faults", "userfaultfd", "EPERM"),
        program("uses_io_uring", "io_uring_setup", "EPERM"),
        program("uses_kernel_keys", "keyctl, add_key, request_key", "EPERM"),
        program("opens_by_handle", "the file system's root by its inode", "EPERM"),
        program("sets_the_clock", "clock_settime, adjtime", "EPERM"),
        program("renames_the_host", "sethostname", "EPERM"),
        program("reads_the_kernel_log", "syslog", "EPERM"),
        program("presses_sysrq", "/proc/sysrq-trigger", "read-only"),
        program("sets_the_core_pattern", "/proc/sys/kernel/core_pattern", "read-only"),
        program("writes_kernel_settings", "/proc/sys, /proc/irq, /proc/bus", "read-only"),
        program("writes_sys", "/sys: power, modules, disks, network", "read-only"),
        program("writes_cgroups", "its own limits, new groups", "read-only"),
        program("leaves_its_cgroup", "cgroup.procs of all groups it sees", "read-only"),
        program("sets_a_release_agent", "release_agent, in a fresh mount, too", "EPERM"));
  }

  static List<Breakout> network() {
    return List.of(
        program("opens_raw_sockets", "raw and packet sockets", "EPERM"),
        program("opens_odd_sockets", "all families but four, vsock and crypto too", "refused"),
        program("changes_the_network", "flags and MTU of an interface", "EPERM"),
        program("takes_low_ports", "ports below 1024", "EACCES"),
        program("takes_a_neighbours_port", "SO_REUSEPORT beside it", "another user, EADDRINUSE"),
        program(
            "talks_to_unix_sockets",
            "conmon's, the runtime's, the host's, by their paths",
            "not there; ours listen nowhere else",
            scene -> {
              assertThat(scene.reachableSockets(scene.agent().pid())).isEmpty();
              assertThat(scene.reachableSockets(scene.conmon())).isEmpty();
            }),
        program("reads_neighbours_shared_memory", "SysV and POSIX objects, /tmp", "its own only"));
  }

  static List<Breakout> bombs() {
    return List.of(
        new Breakout("bombs_with_forks", "fork without end", "ends at 1024", BOMB, _ -> {}),
        new Breakout(
            "bombs_with_files", "open files without end", "own memory ends", BOMB, _ -> {}),
        new Breakout(
            "fills_memory_by_files",
            "a file in /dev/shm and /tmp without end",
            "own memory ends",
            MAY_DIE,
            _ -> {}),
        program("fills_its_disk", "a file without end, with 16 MiB of disk", "ENOSPC, its own"),
        program("fills_its_inodes", "files without end, with 16 MiB of disk", "ENOSPC, its own"),
        new Breakout(
            "fills_the_log",
            "45 MB on standard output",
            "the newest 20 MiB are kept",
            MAY_DIE,
            scene -> assertThat(logBytes(scene.instance("fills_the_log"))).isLessThan(LOG_BYTES)));
  }

  static List<Breakout> archives() {
    return List.of(
        refused("zip_slip", "an entry ../../../file"),
        refused("absolute_path", "an entry with the path of a host file"),
        refused("link_out", "a link to a host directory and a file through it"),
        refused("hard_link_out", "a hard link to a host file"),
        refused("device_in_tar", "the host's disk as a device node"),
        refused("zip_bomb", "150 MiB of zeros in 150 KiB"),
        refused("destination_out", "destPath ../../file"),
        refused("host_file", "file:///etc/shadow as its URI"),
        new Breakout(
            "setuid_in_tar",
            "a program with setuid and setgid bits",
            "unpacked without them",
            HARMLESS,
            scene -> {
              var file = scene.instance("setuid_in_tar").resolve("sandbox/run");
              assertThat((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS))
                  .isEqualTo(0100755);
            }));
  }

  private static Breakout refused(String name, String attempt) {
    return new Breakout(name, attempt, "refused before it runs", REFUSED, _ -> {});
  }

  private static long logBytes(Path instance) throws IOException {
    try (var files = Files.list(instance)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("log"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
