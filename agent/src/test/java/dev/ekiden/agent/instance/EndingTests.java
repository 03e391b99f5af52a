package dev.ekiden.agent.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.EndCause;
import org.junit.jupiter.api.Test;

class EndingTests {
  @Test
  void an_exit_is_an_exit_whatever_the_code() {
    assertThat(of(Stage.RUNNING, new Seen.Exited(7), "", "", 0))
        .isEqualTo(new Ending(EndCause.EXITED, 7, "exited with code 7"));
    assertThat(of(Stage.RUNNING, new Seen.Exited(255), "", "", 0).cause())
        .isEqualTo(EndCause.EXITED);
  }

  @Test
  void a_signal_is_named() {
    assertThat(of(Stage.RUNNING, new Seen.Exited(139), "", "", 0))
        .isEqualTo(new Ending(EndCause.SIGNALED, 139, "ended by signal 11 (SIGSEGV)"));
  }

  @Test
  void the_kernel_s_count_tells_memory_from_other_kills() {
    assertThat(of(Stage.RUNNING, new Seen.Exited(137), "", "", 1).cause())
        .isEqualTo(EndCause.OUT_OF_MEMORY);
    assertThat(of(Stage.RUNNING, new Seen.Exited(137), "", "", 0).cause())
        .isEqualTo(EndCause.SIGNALED);
  }

  @Test
  void what_was_told_to_end_was_killed() {
    assertThat(of(Stage.RUNNING, new Seen.Exited(0), "scaled down", "", 0))
        .isEqualTo(new Ending(EndCause.KILLED, 0, "scaled down"));
    assertThat(of(Stage.ACCEPTED, new Seen.Nothing(), "scaled down", "", 0))
        .isEqualTo(new Ending(EndCause.KILLED, -1, "scaled down"));
  }

  @Test
  void a_failed_start_says_why() {
    assertThat(of(Stage.STARTING, new Seen.Exited(1), "", "no such file", 0))
        .isEqualTo(new Ending(EndCause.START_FAILED, -1, "no such file"));
    assertThat(of(Stage.ACCEPTED, new Seen.Nothing(), "", "no such file", 0).cause())
        .isEqualTo(EndCause.START_FAILED);
  }

  @Test
  void without_evidence_the_best_truth_is_told() {
    assertThat(of(Stage.RUNNING, new Seen.Rebooted(), "", "", 0).cause())
        .isEqualTo(EndCause.MACHINE_RESTARTED);
    assertThat(of(Stage.STARTING, new Seen.Nothing(), "", "", 0).cause())
        .isEqualTo(EndCause.START_FAILED);
    assertThat(of(Stage.RUNNING, new Seen.Nothing(), "", "", 0).exitCode()).isEqualTo(-1);
  }

  @Test
  void a_full_disk_is_told_of_those_who_failed() {
    assertThat(withFullDisk(1).detail()).isEqualTo("exited with code 1; its disk was full");
    assertThat(withFullDisk(135).detail())
        .isEqualTo("ended by signal 7 (SIGBUS); its disk was full");
    assertThat(withFullDisk(0).detail()).isEqualTo("exited with code 0");
  }

  private static Ending withFullDisk(int code) {
    return Ending.of(
        new Ending.Evidence(
            Stage.RUNNING, new Seen.Exited(code), "", "", 0, 64, "its disk was full"));
  }

  private static Ending of(Stage stage, Seen seen, String reason, String failure, long oomKills) {
    return Ending.of(new Ending.Evidence(stage, seen, reason, failure, oomKills, 64, ""));
  }
}
