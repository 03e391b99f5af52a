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
  void what_runc_logs_becomes_a_sentence() {
    assertThat(
            Runc.plain(
                "time=\"2026-11-22T19:13:45Z\" level=error msg=\"runc create failed: exec:"
                    + " \\\"/bin/nosuch\\\": no such file or directory\"\n"))
        .isEqualTo("runc create failed: exec: \"/bin/nosuch\": no such file or directory");
  }
}
