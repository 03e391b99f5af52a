package dev.ekiden.agent.check;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The output of strangers on the screens of others. */
class SaidTests {
  private static Map<String, String> lines() {
    return Map.ofEntries(
        entry("disk full", "disk full"),
        entry("  padded   ", "padded"),
        entry("a\nb", "a / b"),
        entry("\n\r\n a \r\n\n b\n", "a / b"),
        entry("a\nb\nc", "a / b / c"),
        entry("a\nb\nc\n\n", "a / b / c"),
        entry("a\nb\nc\nd", "a / b / c …"),
        entry("tab\there", "tab here"),
        entry("ring\u0007", "ring"),
        entry("\u001b[31mred\u001b[0m", "[31mred [0m"),
        entry("line\u2028break", "line break"),
        entry("grün 😀", "grün 😀"));
  }

  @Test
  void lines_are_joined_and_what_moves_cursors_is_gone() {
    lines().forEach((text, said) -> assertThat(Said.briefly(text, 100)).isEqualTo(said));
  }

  @Test
  void what_turns_or_hides_text_is_shown_to_be_there() {
    assertThat(Said.briefly("a\u202Eb\u200Bc\uE000d", 100)).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
    assertThat(Said.briefly("half \uD83D", 100)).isEqualTo("half \uFFFD");
  }

  @Test
  void nothing_is_longer_than_allowed_and_no_character_is_torn() {
    assertThat(Said.briefly("x".repeat(10), 10)).isEqualTo("xxxxxxxxxx");
    assertThat(Said.briefly("x".repeat(11), 10)).isEqualTo("xxxxxxxxx…");
    assertThat(Said.briefly("x".repeat(8) + "😀😀", 10)).isEqualTo("xxxxxxxx…");
    assertThat(Said.briefly("", 10)).isEmpty();
    assertThat(Said.briefly(" \n\t", 10)).isEmpty();
  }
}
