package dev.ekiden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTests {
  private final StringWriter errors = new StringWriter();

  @Test
  void an_unknown_word_is_refused_and_the_nearest_ones_are_named() {
    assertThat(run("statsu")).isEqualTo(2);
    assertThat(errors.toString()).contains("statsu").contains("Did you mean").contains("status");
  }

  @Test
  void an_unknown_option_is_refused() {
    assertThat(run("up", "--agent", "3")).isEqualTo(2);
    assertThat(errors.toString()).contains("--agent");
  }

  @Test
  void a_number_must_be_one() {
    assertThat(run("up", "--agents", "many")).isEqualTo(2);
    assertThat(errors.toString()).contains("many");
  }

  @Test
  void more_masters_than_there_are_ports_for_are_refused(@TempDir Path folder) {
    assertThat(run("up", "--masters", "6", "--data", folder.toString())).isEqualTo(1);
  }

  @Test
  void restart_needs_a_name() {
    assertThat(run("restart")).isEqualTo(2);
    assertThat(errors.toString()).contains("NAME");
  }

  @Test
  void stopping_what_was_never_started_succeeds(@TempDir Path folder) {
    assertThat(run("down", "--data", folder.toString())).isZero();
  }

  @Test
  void status_of_what_was_never_started_says_so_by_its_exit_code(@TempDir Path folder) {
    assertThat(run("status", "--data", folder.toString())).isEqualTo(StatusCommand.NOT_ALL_UP);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void purging_a_folder_of_somebody_else_is_refused(@TempDir Path folder) throws Exception {
    var file = java.nio.file.Files.writeString(folder.resolve("precious"), "keep me");
    assertThat(run("down", "--purge", "--data", folder.toString())).isEqualTo(1);
    assertThat(file).exists();
  }

  private int run(String... arguments) {
    return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
  }
}
