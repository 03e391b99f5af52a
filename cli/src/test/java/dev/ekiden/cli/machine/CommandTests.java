package dev.ekiden.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTests {
  @Test
  void a_failure_shows_what_the_program_said() {
    assertThatThrownBy(
            () -> Command.of("sh", "-c", "echo no room; exit 3").orFail("cannot copy", "free some"))
        .isInstanceOf(Failure.class)
        .hasMessage("cannot copy: free some\n    no room");
  }

  @Test
  void a_program_that_does_not_exist_is_a_failure_that_names_it() {
    assertThatThrownBy(() -> Command.of("no-such-program").exitCode())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void variables_reach_the_program() {
    assertThat(Command.of("sh", "-c", "test \"$SECRET\" = x").with("SECRET", "x").exitCode())
        .isZero();
  }

  @Test
  void only_the_end_of_a_long_log_is_shown(@TempDir Path folder) throws Exception {
    var log = folder.resolve("log");
    Files.write(log, java.util.stream.IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    assertThat(Command.tail(log).lines()).hasSize(10).last().isEqualTo("    99");
  }
}
