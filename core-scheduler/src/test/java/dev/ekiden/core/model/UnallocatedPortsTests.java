package dev.ekiden.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnallocatedPortsTests {
  private static final UnallocatedPorts TEN =
      UnallocatedPorts.of(IntStream.range(0, 10).boxed().toList(), false);

  @Test
  void it_grows_by_what_is_new_in_the_order_in_which_it_comes() {
    var some = UnallocatedPorts.NONE.and(8080).and(80).and(8080);
    assertThat(some).isEqualTo(new UnallocatedPorts(List.of(8080, 80), false));
    assertThat(some.and(80)).isSameAs(some);
  }

  @Test
  void of_more_than_ten_it_is_only_known_that_there_are_more() {
    assertThat(TEN.more()).isFalse();
    assertThat(TEN.complete()).isFalse();
    var full = TEN.and(11);
    assertThat(full).isEqualTo(new UnallocatedPorts(TEN.ports(), true));
    assertThat(full.complete()).isTrue();
    assertThat(full.and(12)).isSameAs(full);
    assertThat(UnallocatedPorts.of(IntStream.range(0, 60_000).boxed().toList(), false))
        .isEqualTo(full);
    assertThatThrownBy(() -> new UnallocatedPorts(IntStream.range(0, 11).boxed().toList(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_came_before_or_comes_again_adds_nothing() {
    var early = UnallocatedPorts.of(List.of(1), false);
    var late = UnallocatedPorts.of(List.of(1, 2), true);
    assertThat(early.and(late)).isEqualTo(late);
    assertThat(late.and(early)).isEqualTo(late);
    assertThat(late.and(late)).isEqualTo(late);
  }

  @Test
  void it_is_put_in_words_with_the_lowest_first() {
    assertThat(UnallocatedPorts.NONE.none()).isTrue();
    assertThat(UnallocatedPorts.of(List.of(80), false).words()).isEqualTo("port 80");
    assertThat(UnallocatedPorts.of(List.of(8080, 80), false).words()).isEqualTo("ports 80, 8080");
    assertThat(UnallocatedPorts.of(List.of(8080, 80), true).words())
        .isEqualTo("ports 80, 8080 and more");
  }
}
