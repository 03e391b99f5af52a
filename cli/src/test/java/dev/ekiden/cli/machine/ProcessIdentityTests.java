package dev.ekiden.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdentityTests {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void a_running_process_is_alive_until_it_is_ended() throws IOException {
    var identity = ProcessIdentity.of(sleeper().pid()).orElseThrow();
    assertThat(identity.alive()).isTrue();
    identity.end("TERM", PATIENCE);
    assertThat(identity.alive()).isFalse();
  }

  @Test
  void a_process_that_ignores_the_polite_signal_is_killed() throws Exception {
    var stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 9; done")
            .start();
    stubborn.inputReader().readLine();
    var identity = ProcessIdentity.of(stubborn.pid()).orElseThrow();
    identity.end("TERM", Duration.ofMillis(200));
    assertThat(stubborn.waitFor()).isEqualTo(137);
  }

  @Test
  void another_process_with_the_same_pid_is_never_taken_for_ours_nor_signalled()
      throws IOException {
    var process = sleeper();
    try {
      var now = ProcessIdentity.of(process.pid()).orElseThrow();
      var earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, now.boot());
      earlier.end("KILL", PATIENCE);
      assertThat(earlier.alive()).isFalse();
      assertThat(now.alive()).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nor_one_of_an_earlier_boot() {
    var now = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(new ProcessIdentity(now.pid(), now.startTicks(), "other").alive()).isFalse();
  }

  @Test
  void a_pid_that_nobody_has_is_no_process() {
    assertThat(ProcessIdentity.of(Integer.MAX_VALUE)).isEmpty();
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "60").start();
  }
}
