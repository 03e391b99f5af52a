package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
  void user_ids_belong_to_one_instance_each() {
    var ids = new UserIds(1, 3);
    ids.keep(2);
    assertThat(ids.take()).isEqualTo(1);
    assertThat(ids.take()).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(ids::take);
    ids.release(2);
    assertThat(ids.take()).isEqualTo(2);
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
