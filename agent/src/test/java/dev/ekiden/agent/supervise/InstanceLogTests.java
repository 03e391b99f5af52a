package dev.ekiden.agent.supervise;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLogTests {
  private static final String TIME = "2026-11-22T19:13:44.342748902+00:00 ";

  @TempDir Path directory;
  private Path live;
  private InstanceLog log;

  @BeforeEach
  void open() {
    live = directory.resolve("log");
    log = new InstanceLog(live);
  }

  @Test
  void streams_are_told_apart_and_parts_are_joined() throws IOException {
    write("stdout F one", "stderr F bad", "stdout P tw", "stdout F o", "stdout F ");
    assertThat(log.read("stdout", 0, 1000).text()).isEqualTo("one\ntwo\n\n");
    assertThat(log.read("stderr", 0, 1000).text()).isEqualTo("bad\n");
    assertThat(log.read("all", 0, 1000).text()).startsWith("one\nbad\n");
    assertThat(log.lastLines(2, 100)).containsExactly("two", "");
  }

  @Test
  void a_half_written_line_waits_until_it_is_whole() throws IOException {
    write("stdout F one");
    Files.writeString(live, TIME + "stdout F tw", APPEND);
    var first = log.read("stdout", 0, 1000);
    assertThat(first.text()).isEqualTo("one\n");
    Files.writeString(live, "o\n", APPEND);
    assertThat(log.read("stdout", first.next(), 1000).text()).isEqualTo("two\n");
  }

  @Test
  void tailing_across_a_rotation_neither_repeats_nor_loses() throws IOException {
    write("stdout F 1", "stdout F 2");
    var first = log.read("stdout", 0, 1000);
    write("stdout F 3");
    rotate();
    write("stdout F 4");
    var second = log.read("stdout", first.next(), 1000);
    assertThat(second.text()).isEqualTo("3\n4\n");
    assertThat(second.next()).isEqualTo(second.size());
    assertThat(log.read("stdout", second.next(), 1000).text()).isEmpty();
    assertThat(log.read("stdout", -4, 1000).text()).isEqualTo("3\n4\n");
  }

  @Test
  void two_files_are_kept_and_positions_go_on_after_what_is_gone() throws IOException {
    for (int i = 1; i <= 4; i++) {
      write("stdout F " + i);
      log.keepUp();
      rotate();
    }
    write("stdout F 5");
    var piece = log.read("stdout", 0, 1000);
    assertThat(piece.text()).isEqualTo("4\n5\n");
    assertThat(piece.offset()).isEqualTo(3L * (TIME.length() + "stdout F 1\n".length()));
    try (var files = Files.list(directory)) {
      assertThat(files)
          .hasSize(3); // the live name and two kept ones, of which one is the same file
    }
  }

  @Test
  void another_agent_s_life_reads_on_where_the_last_one_stopped() throws IOException {
    write("stdout F 1");
    var first = log.read("stdout", 0, 1000);
    rotate();
    write("stdout F 2");
    assertThat(new InstanceLog(live).read("stdout", first.next(), 1000).text()).isEqualTo("2\n");
  }

  @Test
  void a_piece_ends_before_it_grows_too_long() throws IOException {
    write("stdout F aaaa", "stdout F bbbb", "stdout F cccc");
    var piece = log.read("stdout", 0, 10);
    assertThat(piece.text()).isEqualTo("aaaa\nbbbb\n");
    assertThat(log.read("stdout", piece.next(), 10).text()).isEqualTo("cccc\n");
    assertThat(log.read("stdout", 0, 1).text()).as("one line at least").isEqualTo("aaaa\n");
  }

  @Test
  void no_output_is_an_empty_piece() {
    assertThat(log.read("stdout", 0, 10)).isEqualTo(new InstanceLog.Piece(0, 0, 0, ""));
    assertThat(log.read("stdout", -10, 10)).isEqualTo(new InstanceLog.Piece(0, 0, 0, ""));
  }

  private void write(String... lines) throws IOException {
    for (var line : lines) {
      Files.writeString(live, TIME + line + "\n", CREATE, APPEND);
    }
  }

  /** As conmon does: a new empty file takes the name. */
  private void rotate() throws IOException {
    var fresh = Files.createFile(directory.resolve("log.tmp"));
    Files.move(fresh, live, StandardCopyOption.REPLACE_EXISTING);
  }
}
