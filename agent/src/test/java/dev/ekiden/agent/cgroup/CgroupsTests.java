package dev.ekiden.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both versions on directories that look like the kernel's. */
class CgroupsTests {
  private static final String GROUP = "ekiden/agent-1/web";
  private static final String PRESSURE =
      """
      some avg10=1.50 avg60=0.20 avg300=0.00 total=%1$d
      full avg10=0.00 avg60=0.00 avg300=0.00 total=0
      """;

  @TempDir Path root;

  @Test
  void version_1_has_a_tree_per_controller() throws IOException {
    file("cpuacct/" + GROUP + "/cpuacct.usage", "5000\n");
    file("memory/" + GROUP + "/memory.usage_in_bytes", "1048576\n");
    file(
        "memory/" + GROUP + "/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    file("memory/" + GROUP + "/cgroup.procs", "12\n");
    file("memory/cgroup.procs", "");
    file("pids/" + GROUP + "/pids.current", "3\n");
    file("pids/" + GROUP + "/cgroup.procs", "11\n12\n");
    file("cpu/" + GROUP + "/cpu.stat", "nr_periods 9\nnr_throttled 4\nthrottled_time 77\n");
    file("memory/" + GROUP + "/memory.stat", "inactive_file 1\ntotal_inactive_file 4096\n");
    file(
        "blkio/" + GROUP + "/blkio.throttle.io_service_bytes",
        "8:0 Read 512\n8:0 Write 1024\n8:16 Read 512\n8:16 Write 0\nTotal 2048\n");
    var cgroups = Cgroups.at(root);
    assertThat(cgroups).isInstanceOf(CgroupsV1.class);
    assertThat(cgroups.usage(GROUP))
        .isEqualTo(new Usage(5000, 77, 9, 4, 1048576, 4096, 3, 1024, 1024));
    assertThat(cgroups.pressure(GROUP)).isEmpty();
    assertThat(cgroups.oomKills(GROUP)).isEqualTo(2);
    assertThat(cgroups.members(GROUP)).containsExactly(11L, 12L);
    assertThat(cgroups.children("ekiden/agent-1")).containsExactly("web");
    assertThat(cgroups.limitsSwap()).isFalse();
    assertThat(cgroups.missing()).containsExactly("cpu", "pids");
  }

  @Test
  void version_2_has_one_tree() throws IOException {
    file("cgroup.controllers", "cpuset cpu io memory\n");
    file(
        GROUP + "/cpu.stat",
        "usage_usec 5\nuser_usec 3\nnr_periods 9\nnr_throttled 4\nthrottled_usec 77\n");
    file(GROUP + "/memory.stat", "anon 1\ninactive_file 4096\n");
    file(
        GROUP + "/io.stat", "8:0 rbytes=512 wbytes=1024 rios=1\n8:16 rbytes=512 wbytes=0 rios=1\n");
    file(GROUP + "/memory.current", "1048576\n");
    file(GROUP + "/memory.events", "low 0\noom 9\noom_kill 2\noom_group_kill 0\n");
    file(GROUP + "/pids.current", "3\n");
    file(GROUP + "/cgroup.procs", "");
    file(GROUP + "/cgroup.kill", "");
    file(GROUP + "/cpu.pressure", PRESSURE.formatted(7));
    file(GROUP + "/memory.pressure", PRESSURE.formatted(8));
    file(GROUP + "/io.pressure", PRESSURE.formatted(9));
    var cgroups = new CgroupsV2(root);
    assertThat(cgroups.pressure(GROUP)).contains(new Pressure(7, 8, 9));
    assertThat(cgroups.usage(GROUP))
        .isEqualTo(new Usage(5000, 77_000, 9, 4, 1048576, 4096, 3, 1024, 1024));
    assertThat(cgroups.oomKills(GROUP)).isEqualTo(2);
    assertThat(cgroups.children("ekiden/agent-1")).containsExactly("web");
    assertThat(cgroups.missing()).containsExactly("pids");
    assertThat(cgroups.kill(GROUP)).isTrue();
    assertThat(root.resolve(GROUP).resolve("cgroup.kill")).hasContent("1");
  }

  @Test
  void hybrid_limits_by_version_1_and_kills_by_version_2() throws IOException {
    file("pids/" + GROUP + "/cgroup.procs", "");
    file("unified/" + GROUP + "/cgroup.kill", "");
    file("unified/" + GROUP + "/cpu.pressure", PRESSURE.formatted(7));
    file("unified/" + GROUP + "/memory.pressure", PRESSURE.formatted(8));
    file("unified/" + GROUP + "/io.pressure", PRESSURE.formatted(9));
    var cgroups = new CgroupsHybrid(new CgroupsV1(root), root.resolve("unified"));
    assertThat(cgroups.kill(GROUP)).isTrue();
    assertThat(root.resolve("unified").resolve(GROUP).resolve("cgroup.kill")).hasContent("1");
    assertThat(cgroups.pressure(GROUP)).contains(new Pressure(7, 8, 9));
  }

  @Test
  void a_group_below_is_found_and_removed_with_the_group() throws IOException {
    Files.createDirectories(root.resolve("freezer").resolve(GROUP));
    var first = new CgroupsV1(root);
    assertThat(first.makeBelow(GROUP, "check")).isEqualTo("freezer:check");
    assertThat(first.makeBelow(GROUP, "check")).as("again").isEqualTo("freezer:check");
    assertThat(root.resolve("freezer").resolve(GROUP).resolve("check")).isDirectory();
    assertThat(first.remove(GROUP)).isTrue();
    assertThat(root.resolve("freezer").resolve(GROUP)).doesNotExist();
    assertThatThrownBy(() -> first.makeBelow(GROUP, "check")).isInstanceOf(CgroupException.class);
    var second = new CgroupsV2(root);
    file(GROUP + "/cgroup.procs", "11\n");
    assertThat(second.makeBelow(GROUP, "check")).isEqualTo("check");
    file(GROUP + "/check/cgroup.procs", "12\n");
    assertThat(second.members(GROUP)).containsExactly(11L, 12L);
    assertThat(second.members(GROUP + "/check")).containsExactly(12L);
  }

  @Test
  void version_1_gets_every_limit() throws IOException {
    empty("memory", "memory.memsw.limit_in_bytes", "memory.soft_limit_in_bytes");
    empty("memory", "memory.swappiness");
    file("memory/" + GROUP + "/memory.limit_in_bytes", "0\n");
    empty("cpu", "cpu.shares", "cpu.cfs_period_us", "cpu.cfs_quota_us", "cpu.cfs_burst_us");
    empty("pids", "pids.max");
    empty("blkio", "blkio.bfq.weight");
    new CgroupsV1(root).limit(GROUP, GroupLimits.of(1500, 64, 100));
    assertThat(content("memory", "memory.limit_in_bytes")).isEqualTo("67108864");
    assertThat(content("memory", "memory.memsw.limit_in_bytes")).isEqualTo("67108864");
    assertThat(content("memory", "memory.soft_limit_in_bytes")).isEqualTo("65011712");
    assertThat(content("memory", "memory.swappiness")).isEqualTo("0");
    assertThat(content("cpu", "cpu.shares")).isEqualTo("1536");
    assertThat(content("cpu", "cpu.cfs_period_us")).isEqualTo("100000");
    assertThat(content("cpu", "cpu.cfs_quota_us")).isEqualTo("150000");
    assertThat(content("cpu", "cpu.cfs_burst_us")).isEqualTo("150000");
    assertThat(content("pids", "pids.max")).isEqualTo("100");
    assertThat(content("blkio", "blkio.bfq.weight")).isEqualTo("150");
  }

  @Test
  void one_that_may_go_beyond_its_request_gives_back_first_what_is_beyond() {
    var limits = GroupLimits.of(CpuLimit.of(500, 2000), 64, 256, 100);
    assertThat(limits.memoryBytes()).isEqualTo(256L << 20);
    assertThat(limits.reclaimedFirstAboveBytes()).isEqualTo(64L << 20);
    assertThat(limits.softMemoryBytes()).isEqualTo(248L << 20);
    assertThat(limits.ioWeight()).isEqualTo(50);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupLimits.of(CpuLimit.of(500), 64, 63, 100));
  }

  @Test
  void version_1_does_without_what_older_kernels_lack() throws IOException {
    empty("memory", "memory.soft_limit_in_bytes");
    file("memory/" + GROUP + "/memory.limit_in_bytes", "0\n");
    empty("cpu", "cpu.shares", "cpu.cfs_period_us", "cpu.cfs_quota_us");
    empty("pids", "pids.max");
    new CgroupsV1(root).limit(GROUP, GroupLimits.of(1, 1, 1));
    assertThat(root.resolve("cpu/" + GROUP + "/cpu.cfs_burst_us")).doesNotExist();
    assertThat(content("cpu", "cpu.cfs_period_us")).isEqualTo("1000000");
  }

  @Test
  void version_2_gets_every_limit() throws IOException {
    empty("", "memory.max", "memory.swap.max", "memory.oom.group", "cpu.max", "cpu.max.burst");
    empty("", "cpu.weight", "pids.max", "io.weight", "io.bfq.weight");
    file(GROUP + "/memory.high", "max\n");
    file(GROUP + "/memory.current", "4096\n");
    new CgroupsV2(root).limit(GROUP, GroupLimits.of(1500, 64, 100));
    assertThat(content("", "memory.max")).isEqualTo("67108864");
    assertThat(content("", "memory.high")).isEqualTo("65011712");
    assertThat(content("", "memory.swap.max")).isEqualTo("0");
    assertThat(content("", "memory.oom.group")).isEqualTo("1");
    assertThat(content("", "cpu.weight")).isEqualTo("150");
    assertThat(content("", "cpu.max")).isEqualTo("150000 100000");
    assertThat(content("", "cpu.max.burst")).isEqualTo("150000");
    assertThat(content("", "pids.max")).isEqualTo("100");
    assertThat(content("", "io.weight")).isEqualTo("default 150");
    assertThat(content("", "io.bfq.weight")).isEqualTo("default 150");
  }

  @Test
  void version_2_never_takes_memory_that_is_in_use() throws IOException {
    empty("", "memory.max", "cpu.max", "cpu.weight", "pids.max");
    file(GROUP + "/memory.high", "130023424\n");
    file(GROUP + "/memory.current", "67108865\n");
    assertThatThrownBy(() -> new CgroupsV2(root).limit(GROUP, GroupLimits.of(1500, 64, 100)))
        .isInstanceOf(CgroupException.class)
        .hasMessageContaining("67108865 bytes are in use");
    assertThat(content("", "memory.max")).isEmpty();
    assertThat(content("", "memory.high")).isEqualTo("130023424");
    assertThat(content("", "cpu.max")).isEmpty();
  }

  @Test
  void io_weights_stay_in_the_kernel_s_range() {
    assertThat(GroupLimits.of(1000, 1, 1).ioWeight()).isEqualTo(100);
    assertThat(GroupLimits.of(1, 1, 1).ioWeight()).isEqualTo(10);
    assertThat(GroupLimits.of(64_000, 1, 1).ioWeight()).isEqualTo(1000);
    assertThat(CpuLimit.of(1).weight()).isEqualTo(1);
    assertThat(CpuLimit.of(1_000_000).weight()).isEqualTo(10_000);
    assertThatIllegalArgumentException().isThrownBy(() -> GroupLimits.of(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> GroupLimits.of(1, 1, 0));
  }

  @Test
  void a_group_that_is_gone_reads_as_empty() throws IOException {
    for (var cgroups : new Cgroups[] {new CgroupsV1(root), new CgroupsV2(root)}) {
      assertThat(cgroups.usage("gone")).isEqualTo(new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0));
      assertThat(cgroups.oomKills("gone")).isZero();
      assertThat(cgroups.kill("gone")).isTrue();
      assertThat(cgroups.remove("gone")).isTrue();
    }
  }

  @Test
  void writing_never_creates_and_says_what_and_where() throws IOException {
    Files.createDirectories(root.resolve(GROUP));
    assertThatThrownBy(() -> new CgroupDir(root.resolve(GROUP)).write("cgroup.kill", "1"))
        .isInstanceOf(CgroupException.class)
        .hasMessageContaining("'1'")
        .hasMessageContaining("cgroup.kill");
    assertThat(root.resolve(GROUP)).isEmptyDirectory();
  }

  @Test
  void cpu_limits_follow_the_kernel_s_rules() {
    assertThat(CpuLimit.of(1500)).isEqualTo(new CpuLimit(1500, 150_000, 100_000, 1536));
    assertThat(CpuLimit.of(10)).isEqualTo(new CpuLimit(10, 1000, 100_000, 10));
    assertThat(CpuLimit.of(9)).isEqualTo(new CpuLimit(9, 9000, 1_000_000, 9));
    assertThat(CpuLimit.of(1)).isEqualTo(new CpuLimit(1, 1000, 1_000_000, 2));
    assertThat(CpuLimit.of(5, 1500)).isEqualTo(new CpuLimit(5, 150_000, 100_000, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> CpuLimit.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> CpuLimit.of(2, 1));
  }

  private void empty(String controller, String... names) throws IOException {
    for (var name : names) {
      file((controller.isEmpty() ? "" : controller + "/") + GROUP + "/" + name, "");
    }
  }

  private String content(String controller, String name) throws IOException {
    return Files.readString(root.resolve(controller).resolve(GROUP).resolve(name)).strip();
  }

  private void file(String name, String content) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
