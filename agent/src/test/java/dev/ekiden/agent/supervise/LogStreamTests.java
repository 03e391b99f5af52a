package dev.ekiden.agent.supervise;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.agent.ondemand.Source;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogStreamTests {
  private static final String TIME = "2026-11-22T19:13:4%d.342748902+00:00 ";

  @TempDir Path directory;
  private Path live;
  private InstanceLog log;
  private boolean over;

  @BeforeEach
  void open() {
    live = directory.resolve("log");
    log = new InstanceLog(live);
  }

  private static Question.Log question(String stream, long offset, String match, boolean follow) {
    return new Question.Log("i", stream, offset, Long.MAX_VALUE, 0, match, follow);
  }

  private LogStream stream(Question.Log question) throws RefusedException {
    return new LogStream(log, question, () -> over);
  }

  /** All that is there now. */
  private static List<Answer.Lines> pieces(LogStream stream) throws Exception {
    var pieces = new ArrayList<Answer.Lines>();
    while (true) {
      switch (stream.next()) {
        case Source.Step.Piece(var answer) -> pieces.add((Answer.Lines) answer);
        case Source.Step.Later(var millis) -> {
          if (millis > 0) {
            return pieces;
          }
        }
        case Source.Step.Done() -> {
          return pieces;
        }
      }
    }
  }

  private static List<String> texts(List<Answer.Lines> pieces) {
    return pieces.stream().flatMap(piece -> piece.lines().stream()).map(Answer.Line::text).toList();
  }

  @Test
  void a_range_has_two_ends_and_says_where_to_go_on() throws Exception {
    write("stdout F one", "stderr F two", "stdout P thr", "stdout F ee");
    var all = pieces(stream(question("all", 0, "", false)));
    assertThat(texts(all)).containsExactly("one", "two", "thr", "ee");
    var lines = all.getFirst().lines();
    assertThat(lines.get(2).whole()).isFalse();
    assertThat(lines.get(1).stream()).isEqualTo("stderr");
    assertThat(lines.get(1).at()).isEqualTo("2026-11-22T19:13:41.342748902+00:00");
    assertThat(all.getLast().next()).isEqualTo(all.getLast().size()).isEqualTo(Files.size(live));
    var second = lines.get(1).offset();
    var third = lines.get(2).offset();
    var range = new Question.Log("i", "all", second, third, 0, "", false);
    assertThat(texts(pieces(stream(range)))).containsExactly("two");
    assertThat(pieces(stream(range)).getLast().next()).isEqualTo(third);
    assertThat(texts(pieces(stream(question("stdout", second, "", false)))))
        .containsExactly("thr", "ee");
  }

  @Test
  void a_position_in_the_middle_of_a_line_means_the_next_one() throws Exception {
    write("stdout F one", "stdout F two");
    assertThat(texts(pieces(stream(question("all", 3, "", false))))).containsExactly("two");
    assertThat(texts(pieces(stream(question("all", -20, "", false))))).isEmpty();
    assertThat(texts(pieces(stream(question("all", -60, "", false))))).containsExactly("two");
    assertThat(texts(pieces(stream(question("all", -6000, "", false)))))
        .containsExactly("one", "two");
  }

  @Test
  void lines_since_a_time() throws Exception {
    write("stdout F 0", "stdout F 1", "stdout F 2");
    var since = Instant.parse("2026-11-22T19:13:41Z").toEpochMilli();
    var question = new Question.Log("i", "all", 0, Long.MAX_VALUE, since, "", false);
    assertThat(texts(pieces(stream(question)))).containsExactly("1", "2");
  }

  @Test
  void only_lines_that_match() throws Exception {
    write("stdout F GET /a 200", "stdout F GET /b 503", "stderr F POST /c 500");
    assertThat(texts(pieces(stream(question("all", 0, " 5[0-9]{2}$", false)))))
        .containsExactly("GET /b 503", "POST /c 500");
    var none = pieces(stream(question("all", 0, "nothing", false)));
    assertThat(none).hasSize(1);
    assertThat(none.getLast().next()).isEqualTo(Files.size(live));
  }

  @Test
  void what_is_written_later_follows_across_a_rotation() throws Exception {
    write("stdout F 1");
    var stream = stream(question("all", 0, "", true));
    assertThat(texts(pieces(stream))).containsExactly("1");
    assertThat(pieces(stream)).isEmpty();
    write("stdout F 2");
    log.keepUp();
    rotate();
    write("stdout F 3");
    assertThat(texts(pieces(stream))).containsExactly("2", "3");
    Files.writeString(live, TIME.formatted(1) + "stdout F half", APPEND);
    assertThat(pieces(stream)).isEmpty();
    Files.writeString(live, " and half\n", APPEND);
    assertThat(texts(pieces(stream))).containsExactly("half and half");
    write("stdout F last words");
    over = true;
    assertThat(texts(pieces(stream))).containsExactly("last words");
    assertThat(stream.next()).isEqualTo(new Source.Step.Done());
  }

  @Test
  void what_was_rotated_away_is_passed_over() throws Exception {
    for (int i = 1; i <= 4; i++) {
      write("stdout F " + i);
      log.keepUp();
      rotate();
    }
    write("stdout F 5");
    assertThat(texts(pieces(stream(question("all", 0, "", false))))).containsExactly("4", "5");
  }

  @Test
  void long_lines_and_long_logs_come_in_pieces() throws Exception {
    var line = "x".repeat(8000);
    for (int i = 0; i < 50; i++) {
      write("stdout F " + i + line);
    }
    write("stdout F " + "y".repeat(200_000), "stdout F after");
    var pieces = pieces(stream(question("all", 0, "", false)));
    assertThat(pieces).allMatch(piece -> chars(piece) <= 16 * 1024 + 65_536);
    var texts = texts(pieces);
    assertThat(texts).hasSize(52);
    assertThat(texts.getLast()).isEqualTo("after");
    assertThat(texts.get(50)).as("cut").startsWith("yyy").hasSizeLessThan(65_536);
  }

  private static int chars(Answer.Lines piece) {
    return piece.lines().stream().mapToInt(line -> line.text().length()).sum();
  }

  @Test
  void an_expression_of_a_hostile_reader_comes_to_an_end() throws Exception {
    var line = "a".repeat(8000) + "!";
    for (int i = 0; i < 200; i++) {
      write("stdout F " + line);
    }
    // Backtracking would not come to an end before the sun does.
    assertThat(texts(pieces(stream(question("all", 0, "(a+)+(a|aa)*(a*)*$x", false))))).isEmpty();
  }

  @Test
  void expressions_that_are_none_or_too_large_are_refused() {
    for (var expression :
        List.of(
            "(",
            "a{1,100000}",
            "(a)\\1",
            "x".repeat(201),
            "((.{1000}){1000}){1000}",
            "(((((a{10}){10}){10}){10}){10}){10}",
            "(((.*.*.*){20}){20}){20}x",
            "((((a?){3}?){3}?){3}?){30}",
            "(" + "\\pL?".repeat(40) + "){100}")) {
      assertThatThrownBy(() -> stream(question("all", 0, expression, false)))
          .as(expression)
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void expressions_that_people_write_are_taken() throws Exception {
    for (var expression :
        List.of(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "(\\d{1,3}\\.){3}\\d{1,3}", "(?i)error|warn(ing)?", "took [0-9]{4,} ms")) {
      assertThat(pieces(stream(question("all", 0, expression, false)))).hasSize(1);
    }
  }

  @Test
  void nothing_was_written_yet() throws Exception {
    assertThat(pieces(stream(question("all", -100, "", false))))
        .containsExactly(new Answer.Lines(List.of(), 0, 0));
    var following = stream(question("all", -100, "", true));
    assertThat(pieces(following)).isEmpty();
    write("stdout F first");
    assertThat(texts(pieces(following))).containsExactly("first");
  }

  private void write(String... lines) throws IOException {
    for (int i = 0; i < lines.length; i++) {
      Files.writeString(live, TIME.formatted(i % 10) + lines[i] + "\n", CREATE, APPEND);
    }
  }

  /** As conmon does: a new empty file takes the name. */
  private void rotate() throws IOException {
    var fresh = Files.createFile(directory.resolve("log.tmp"));
    Files.move(fresh, live, StandardCopyOption.REPLACE_EXISTING);
  }
}
