package dev.ekiden.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Groups of this machine's kernel, whatever version it has, by what they do to real processes. No
 * namespaces, so nothing but the group holds the processes together. Needs root.
 */
@Tag("kernel")
class KernelCgroupsTests {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final long PATIENCE_SECONDS = Long.getLong("ekiden.test.patience", 30);

  /** Doubles again and again, and goes on when it is refused. */
  private static final String BOMB =
      """
      exec python3 -c '
      import os
      while True:
        try: os.fork()
        except OSError: pass
      '
      """;

  private final String group = "ekiden-test-" + UUID.randomUUID().toString().substring(0, 8);
  private final List<String> made = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private Cgroups cgroups;

  @BeforeEach
  void makeGroup() throws IOException {
    cgroups = Cgroups.at(ROOT);
    make(group);
  }

  private void make(String name) throws IOException {
    for (var tree : trees()) {
      Files.createDirectory(tree.resolve(name));
    }
    made.add(name);
  }

  @AfterEach
  void removeGroups() throws Exception {
    for (var name : made) {
      eventually(() -> cgroups.kill(name));
    }
    for (var process : started) {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    for (var name : made) {
      eventually(() -> cgroups.remove(name));
    }
  }

  @Test
  void the_layout_is_told_by_what_is_mounted() throws IOException {
    var mounts = Files.readString(Path.of("/proc/self/mounts"));
    if (mounts.contains(" /sys/fs/cgroup cgroup2 ")) {
      assertThat(cgroups).isInstanceOf(CgroupsV2.class);
    } else if (mounts.contains(" /sys/fs/cgroup/unified cgroup2 ")) {
      assertThat(cgroups).isInstanceOf(CgroupsHybrid.class);
    } else {
      assertThat(cgroups).isInstanceOf(CgroupsV1.class);
    }
  }

  @Test
  void nobody_gets_more_processor_time_than_its_quota() throws Exception {
    cgroups.limit(group, GroupLimits.of(50, 64, 50));
    preferIt();
    run("while :; do :; done & while :; do :; done");
    // A period of 100 ms in which the group was held back is one in which it used all its 5 ms.
    eventually(() -> stat("nr_throttled") >= 20);
    var used = TimeUnit.NANOSECONDS.toMillis(cgroups.usage(group).cpuNanos());
    var periods = stat("nr_periods") + 1;
    // What was saved up while idle, and a tick on each processor, may come on top: much in an
    // emulated machine, and still far from the 200 ms that two processors have in a period.
    assertThat(used).as("ms in %d periods", periods).isBetween(50L, periods * 5 * 3 + 50);
  }

  @Test
  void one_that_may_use_more_than_its_request_does_where_nobody_else_wants_it() throws Exception {
    cgroups.limit(group, GroupLimits.of(CpuLimit.of(50, 1000), 64, 64, 50));
    preferIt();
    run("while :; do :; done");
    // Its request is 5 ms in a period of 100 ms.
    eventually(() -> stat("nr_periods") > 10 && usedMillis(group) > stat("nr_periods") * 20);
  }

  @Test
  void neighbours_share_what_both_want_by_their_requests() throws Exception {
    var other = group + "-b";
    make(other);
    var most = Runtime.getRuntime().availableProcessors() * 1000;
    cgroups.limit(group, GroupLimits.of(CpuLimit.of(1000, most), 64, 64, 50));
    cgroups.limit(other, GroupLimits.of(CpuLimit.of(200, most), 64, 64, 50));
    var greedy = "while :; do :; done & ".repeat(most / 1000) + "wait";
    run(group, greedy);
    run(other, greedy);
    // Five to one, as both always want more than there is.
    eventually(() -> usedMillis(other) > 500 && usedMillis(group) > 2.5 * usedMillis(other));
  }

  @Test
  void a_quota_is_changed_under_a_running_program() throws Exception {
    run("while :; do :; done");
    for (var cpuMillis : List.of(1000, 50, 5, 2000, 10)) {
      cgroups.limit(group, GroupLimits.of(cpuMillis, 64, 50));
    }
    preferIt();
    var before = stat("nr_throttled");
    eventually(() -> stat("nr_throttled") >= before + 3);
  }

  @Test
  void a_fork_bomb_stops_at_its_number_and_is_killed_as_a_whole() throws Exception {
    cgroups.limit(group, GroupLimits.of(1000, 512, 60));
    run(BOMB);
    eventually(() -> refusedForks() > 100);
    assertThat(cgroups.members(group).size()).isBetween(2, 60);
    assertThat(cgroups.usage(group).pids()).isLessThanOrEqualTo(60);
    eventually(() -> cgroups.kill(group));
    assertThat(cgroups.members(group)).isEmpty();
  }

  @Test
  void version_1_kills_a_fork_bomb_without_the_help_of_version_2() throws Exception {
    assumeThat(cgroups).as("this machine has no version 1").isNotInstanceOf(CgroupsV2.class);
    var alone = new CgroupsV1(ROOT);
    alone.limit(group, GroupLimits.of(1000, 512, 60));
    run(BOMB);
    eventually(() -> refusedForks() > 100);
    eventually(() -> alone.kill(group));
    assertThat(cgroups.members(group)).isEmpty();
  }

  @Test
  void daemons_that_left_their_parents_and_session_are_killed_too() throws Exception {
    cgroups.limit(group, GroupLimits.of(1000, 64, 50));
    run("for i in 1 2 3; do (setsid sh -c 'sleep 1000 & sleep 1000' &) ; done; sleep 1000");
    eventually(() -> cgroups.members(group).size() >= 7);
    var members = cgroups.members(group);
    eventually(() -> cgroups.kill(group));
    assertThat(members).allMatch(pid -> !Files.exists(Path.of("/proc/" + pid + "/root/proc")));
  }

  @Test
  void memory_that_is_in_use_is_not_taken_away_and_nobody_dies() throws Exception {
    cgroups.limit(group, GroupLimits.of(1000, 256, 50));
    run("exec python3 -c 'x = bytearray(b\"x\" * (96 << 20)); import time; time.sleep(1000)'");
    eventually(() -> cgroups.usage(group).memoryBytes() > 96L << 20);
    assertThatThrownBy(() -> cgroups.limit(group, GroupLimits.of(500, 64, 50)))
        .isInstanceOf(CgroupException.class);
    cgroups.limit(group, GroupLimits.of(500, 512, 50));
    cgroups.limit(group, GroupLimits.of(500, 192, 50));
    assertThat(cgroups.oomKills(group)).isZero();
    assertThat(started.getFirst().isAlive()).isTrue();
  }

  @Test
  void pressure_grows_where_it_is_counted() throws Exception {
    cgroups.limit(group, GroupLimits.of(50, 64, 50));
    preferIt();
    assumeThat(cgroups.pressure(group)).as("this kernel counts no pressure").isPresent();
    run("while :; do :; done");
    eventually(() -> cgroups.pressure(group).orElseThrow().cpuMicros() > 0);
  }

  private List<Path> trees() throws IOException {
    if (cgroups instanceof CgroupsV2) {
      return List.of(ROOT);
    }
    try (var entries = Files.list(ROOT)) {
      return entries
          .filter(tree -> Files.exists(tree.resolve("cgroup.procs")))
          .filter(tree -> !tree.endsWith("cpuset")) // takes nobody in before it has processors
          .toList();
    }
  }

  private long usedMillis(String one) throws IOException {
    return TimeUnit.NANOSECONDS.toMillis(cgroups.usage(one).cpuNanos());
  }

  private void run(String script) throws Exception {
    run(group, script);
  }

  /** The shell enters the group, then does what it is told. */
  private void run(String name, String script) throws Exception {
    var enter = new StringBuilder();
    for (var tree : trees()) {
      enter.append("echo $$ > ").append(tree.resolve(name)).append("/cgroup.procs && ");
    }
    started.add(
        new ProcessBuilder("/bin/sh", "-c", enter + "{ " + script + "\n}")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
    eventually(() -> !cgroups.members(name).isEmpty());
  }

  /** On a busy machine a small weight keeps a group below its quota, which is then never seen. */
  private void preferIt() throws IOException {
    if (cgroups instanceof CgroupsV2) {
      dir("cpu").write("cpu.weight", "10000");
    } else {
      dir("cpu").write("cpu.shares", "262144");
    }
  }

  private long stat(String key) throws IOException {
    return dir("cpu").keyed("cpu.stat", key);
  }

  private long refusedForks() throws IOException {
    return dir("pids").keyed("pids.events", "max");
  }

  private CgroupDir dir(String controller) {
    return new CgroupDir(
        cgroups instanceof CgroupsV2
            ? ROOT.resolve(group)
            : ROOT.resolve(controller).resolve(group));
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
