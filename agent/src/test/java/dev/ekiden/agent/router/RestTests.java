package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RestTests {
  private static final long ENOUGH = Rest.LONG_ENOUGH.toNanos();

  private static SortedSet<String> slots(String... names) {
    return new TreeSet<>(List.of(names));
  }

  @Test
  void a_slot_rests_from_when_it_was_first_seen_out_of_use_without_a_break() {
    var rest = new Rest();
    assertThat(rest.over(slots("a", "b"), 0)).isEmpty();
    assertThat(rest.over(slots("a"), ENOUGH - 1)).isEmpty();
    assertThat(rest.over(slots("a", "b"), ENOUGH)).containsExactly("a");
    assertThat(rest.over(slots("b"), 2 * ENOUGH)).containsExactly("b");
  }
}
