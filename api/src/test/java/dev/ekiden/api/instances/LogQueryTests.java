package dev.ekiden.api.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.wire.Question;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogQueryTests {
  private static final Instant NOW = Instant.parse("2026-11-28T21:00:00Z");

  private static LogQuery query(String stream, String offset, String end, String since) {
    return LogQuery.of(stream, offset, end, since, "", NOW);
  }

  @Test
  void it_begins_at_a_position_else_at_a_time_else_near_the_end() {
    assertThat(query("all", "7", "9", "").of("i", false, 100))
        .isEqualTo(new Question.Log("i", "all", 7, 9, 0, "", false));
    assertThat(query("all", "", "", "600").of("i", true, 100))
        .isEqualTo(
            new Question.Log(
                "i", "all", 0, Long.MAX_VALUE, NOW.toEpochMilli() - 600_000, "", true));
    assertThat(query("stdout", "", "", "2026-11-28T20:00:00Z").sinceMillis())
        .isEqualTo(NOW.toEpochMilli() - 3_600_000);
    assertThat(query("all", "", "", "").of("i", false, 100).offset()).isEqualTo(-100);
  }

  @Test
  void who_comes_again_goes_on_where_it_was_and_never_before_what_it_asked_for() {
    assertThat(query("all", "", "", "").from(5).of("i", true, 100).offset()).isEqualTo(5);
    var since = query("all", "", "", "600");
    assertThat(since.since(1).sinceMillis()).isEqualTo(since.sinceMillis());
    assertThat(since.since(NOW.toEpochMilli()).sinceMillis()).isEqualTo(NOW.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "out, '', '', ''",
    "all, x, '', ''",
    "all, '', 99999999999999999999, ''",
    "all, '', '', yesterday",
    "all, '', '', -5"
  })
  void what_makes_no_sense_is_refused(String stream, String offset, String end, String since) {
    assertThatThrownBy(() -> query(stream, offset, end, since))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(400));
  }

  @Test
  void downloads_are_saved_under_harmless_names() {
    assertThat(FileContent.attachment("logs/a \"b\"\r\n;é.txt"))
        .isEqualTo(
            "attachment; filename=\"a__b______.txt\";"
                + " filename*=UTF-8''a%20%22b%22%0D%0A%3B%C3%A9.txt");
  }
}
