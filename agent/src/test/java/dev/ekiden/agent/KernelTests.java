package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against the real kernel, runc and conmon. Needs root. */
@Tag("kernel")
class KernelTests {
  private final String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
  private FakeMaster master;
  private AgentProcess agent;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master = new FakeMaster();
    agent = new AgentProcess(name, directory, master.address());
    master.await(Report.Hello.class, _ -> true);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    master.close();
  }

  @Test
  void limits_are_in_the_cgroup_files_exactly() throws Exception {
    master.send(
        AgentProcess.run("limits", "sleep 1000", new Limits(250, 96, 0), List.of(), List.of()));
    master.await(Report.Running.class, _ -> true);
    assertThat(cgroup("cpu", "limits", "cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(cgroup("cpu", "limits", "cpu.cfs_period_us")).isEqualTo("100000");
    assertThat(cgroup("cpu", "limits", "cpu.shares")).isEqualTo("256");
    assertThat(cgroup("memory", "limits", "memory.limit_in_bytes")).isEqualTo("100663296");
    assertThat(cgroup("memory", "limits", "memory.memsw.limit_in_bytes")).isEqualTo("100663296");
    assertThat(cgroup("pids", "limits", "pids.max")).isEqualTo("1024");
  }

  private String cgroup(String controller, String instance, String file) throws Exception {
    return Files.readString(Path.of("/sys/fs/cgroup", controller, "ekiden", name, instance, file))
        .strip();
  }
}
