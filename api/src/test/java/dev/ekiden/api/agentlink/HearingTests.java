package dev.ekiden.api.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is silent, in time that the test makes up. */
class HearingTests {
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final long SECOND = 1_000_000_000L;
  private final Hearing hearing = new Hearing();

  @Test
  void silence_counts_from_the_beginning_of_the_term_at_the_earliest() {
    hearing.of("n1", 0);
    hearing.begin(List.of("n1"), 100 * SECOND);
    assertThat(hearing.silent(120 * SECOND, SILENCE)).isEmpty();
    assertThat(hearing.silent(121 * SECOND, SILENCE)).containsExactly("n1");
  }

  @Test
  void the_silence_of_those_who_do_not_belong_to_the_cluster_says_nothing() {
    hearing.begin(List.of("n1"), 0);
    hearing.of("stranger", 0);
    hearing.dropped("n1");
    assertThat(hearing.silent(100 * SECOND, SILENCE)).isEmpty();
    hearing.taken("n1", 0);
    assertThat(hearing.silent(100 * SECOND, SILENCE)).containsExactly("n1");
  }

  @Test
  void it_is_said_again_after_a_while_as_long_as_it_lasts() {
    hearing.begin(List.of("n1"), 0);
    assertThat(hearing.silent(21 * SECOND, SILENCE)).containsExactly("n1");
    assertThat(hearing.silent(22 * SECOND, SILENCE)).isEmpty();
    assertThat(hearing.silent(27 * SECOND, SILENCE)).containsExactly("n1");
    hearing.of("n1", 0).heard(28 * SECOND);
    assertThat(hearing.silent(40 * SECOND, SILENCE)).isEmpty();
    assertThat(hearing.silent(49 * SECOND, SILENCE)).containsExactly("n1");
  }

  @Test
  void a_new_term_knows_only_its_own_cluster() {
    hearing.begin(List.of("n1"), 0);
    hearing.begin(List.of("n2"), 0);
    assertThat(hearing.silent(21 * SECOND, SILENCE)).containsExactly("n2");
  }
}
