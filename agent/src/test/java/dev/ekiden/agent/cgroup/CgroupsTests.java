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
    var cgroups = Cgroups.at(root);
    assertThat(cgroups).isInstanceOf(CgroupsV1.class);
    assertThat(cgroups.usage(GROUP)).isEqualTo(new Usage(5000, 1048576, 3));
    assertThat(cgroups.oomKills(GROUP)).isEqualTo(2);
    assertThat(cgroups.members(GROUP)).containsExactly(11L, 12L);
    assertThat(cgroups.children("ekiden/agent-1")).containsExactly("web");
    assertThat(cgroups.limitsSwap()).isFalse();
    assertThat(cgroups.missing()).containsExactly("cpu", "pids");
  }

  @Test
  void version_2_has_one_tree() throws IOException {
    file("cgroup.controllers", "cpuset cpu io memory\n");
    file(GROUP + "/cpu.stat", "usage_usec 5\nuser_usec 3\n");
    file(GROUP + "/memory.current", "1048576\n");
    file(GROUP + "/memory.events", "low 0\noom 9\noom_kill 2\noom_group_kill 0\n");
    file(GROUP + "/pids.current", "3\n");
    file(GROUP + "/cgroup.procs", "");
    file(GROUP + "/cgroup.kill", "");
    var cgroups = Cgroups.at(root);
    assertThat(cgroups).isInstanceOf(CgroupsV2.class);
    assertThat(cgroups.usage(GROUP)).isEqualTo(new Usage(5000, 1048576, 3));
    assertThat(cgroups.oomKills(GROUP)).isEqualTo(2);
    assertThat(cgroups.children("ekiden/agent-1")).containsExactly("web");
    assertThat(cgroups.missing()).containsExactly("pids");
    assertThat(cgroups.kill(GROUP)).isTrue();
    assertThat(root.resolve(GROUP).resolve("cgroup.kill")).hasContent("1");
  }

  @Test
  void a_group_that_is_gone_reads_as_empty() throws IOException {
    for (var cgroups : new Cgroups[] {new CgroupsV1(root), new CgroupsV2(root)}) {
      assertThat(cgroups.usage("gone")).isEqualTo(new Usage(0, 0, 0));
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
    assertThat(CpuLimit.of(1500)).isEqualTo(new CpuLimit(150_000, 100_000, 1536));
    assertThat(CpuLimit.of(10)).isEqualTo(new CpuLimit(1000, 100_000, 10));
    assertThat(CpuLimit.of(9)).isEqualTo(new CpuLimit(9000, 1_000_000, 9));
    assertThat(CpuLimit.of(1)).isEqualTo(new CpuLimit(1000, 1_000_000, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> CpuLimit.of(0));
  }

  private void file(String name, String content) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
