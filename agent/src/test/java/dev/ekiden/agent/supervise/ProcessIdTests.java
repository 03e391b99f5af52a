package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdTests {
  @Test
  void a_number_used_again_is_another_process() {
    var self = ProcessId.of(ProcessHandle.current().pid());
    assertThat(self.alive()).isTrue();
    assertThat(new ProcessId(self.pid(), self.startTicks() - 1).alive()).isFalse();
    assertThat(ProcessId.NONE.alive()).isFalse();
  }

  @Test
  void a_process_lives_whatever_it_calls_itself() throws Exception {
    var script = "$0 = \"a) \\xff\\xfe (b\"; $| = 1; print \"named\\n\"; sleep 1000";
    var process = new ProcessBuilder("perl", "-e", script).start();
    try (var said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("named");
      assertThat(ProcessId.of(process.pid()).alive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void what_runc_logs_becomes_a_sentence() {
    assertThat(
            Runc.plain(
                "time=\"2026-11-22T19:13:45Z\" level=error msg=\"runc create failed: exec:"
                    + " \\\"/bin/nosuch\\\": no such file or directory\"\n"))
        .isEqualTo("runc create failed: exec: \"/bin/nosuch\": no such file or directory");
  }
}
