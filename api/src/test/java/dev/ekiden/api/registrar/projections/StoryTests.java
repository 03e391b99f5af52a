package dev.ekiden.api.registrar.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoryTests {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void comes_back_as_it_was_told() {
    var story = Story.with(Story.line(AT, "PLACED", ""), Story.line(AT, "ENDED", "a\nb \"c\" \0"));
    assertThat(Story.read(story))
        .containsExactly(
            new Happening(AT, "PLACED", ""), new Happening(AT, "ENDED", "a\nb \"c\" \0"));
    assertThat(story).doesNotContain("\0");
  }

  @Test
  void that_grows_too_long_keeps_its_beginning_and_its_end() {
    var story = Story.line(AT, "PLACED", "");
    for (int i = 0; i < 1_000; i++) {
      story = Story.with(story, Story.line(AT.plusSeconds(i), "UNHEALTHY", "check " + i));
    }
    assertThat(story.length()).isBetween(9_000, 10_000);
    var happenings = Story.read(story);
    assertThat(happenings.getFirst().what()).isEqualTo("PLACED");
    assertThat(happenings.get(1).detail()).isEqualTo("check 0");
    assertThat(happenings.getLast().detail()).isEqualTo("check 999");
    assertThat(happenings).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void a_detail_without_end_is_cut() {
    assertThat(Story.line(AT, "UNHEALTHY", "x".repeat(100_000)).length()).isLessThan(1_000);
  }
}
