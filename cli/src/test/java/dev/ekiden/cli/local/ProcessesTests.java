package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.cli.machine.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTests {
  @TempDir private Path folder;
  private DataDir data = new DataDir(Path.of(""));

  @BeforeEach
  void set_up_a_data_folder() {
    data = new DataDir(folder.resolve("data"));
    data.create();
  }

  @Test
  void another_command_finds_what_this_one_started() {
    var started = new Processes(data).start("sleeper", sleeper());
    try {
      assertThat(new Processes(data).running("sleeper")).contains(started);
    } finally {
      started.process().end("KILL", Duration.ofSeconds(10));
    }
    assertThat(new Processes(data).running("sleeper")).isEmpty();
    assertThat(new Processes(data).known("sleeper")).isTrue();
  }

  @Test
  void a_record_whose_pid_was_given_to_somebody_else_is_not_running() throws Exception {
    var me = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    Files.writeString(
        data.run().resolve("master-1.json"),
        """
        {"name":"master-1","startedAt":"2026-01-01T00:00:00Z",
         "process":{"pid":%d,"startTicks":%d,"boot":"%s"}}
        """
            .formatted(me.pid(), me.startTicks() + 1, me.boot()));
    assertThat(new Processes(data).running("master-1")).isEmpty();
  }

  @Test
  void a_damaged_record_is_no_process() throws Exception {
    Files.writeString(data.run().resolve("master-1.json"), "{\"name\":");
    assertThat(new Processes(data).running("master-1")).isEmpty();
  }

  @Test
  void what_it_prints_is_in_its_log_and_in_the_failure_if_it_ends() {
    var processes = new Processes(data);
    var started =
        processes.start(
            "talker",
            new Launch(
                List.of("sh", "-c", "echo $WORD >&2; sleep 60"), Map.of("WORD", "alas"), folder));
    try {
      assertThat(data.log("talker")).exists();
    } finally {
      started.process().end("TERM", Duration.ofSeconds(10));
    }
    assertThat(processes.died("talker"))
        .hasMessageContaining("talker ended while starting, killed by signal 15")
        .hasMessageContaining(data.log("talker").toString());
  }

  @Test
  void the_exit_status_is_in_the_failure() {
    var processes = new Processes(data);
    var launch = new Launch(List.of("sh", "-c", "exit 3"), Map.of(), folder);
    assertThatThrownBy(
            () -> {
              processes.start("quitter", launch); // may have ended before it is looked at
              throw processes.died("quitter");
            })
        .hasMessageContaining("quitter ended while starting with exit status 3");
  }

  private Launch sleeper() {
    return new Launch(List.of("sleep", "60"), Map.of(), folder);
  }
}
