package dev.ekiden.agent.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RingTests {
  @Test
  void the_newest_rows_are_kept_in_order() {
    var ring = new Ring(2, 20);
    for (int i = 0; i < 47; i++) {
      ring.add(i, -i);
    }
    assertThat(ring.rows()).isEqualTo(20);
    for (int i = 0; i < 20; i++) {
      assertThat(ring.row(i)).containsExactly(27 + i, -27 - i);
    }
  }

  @Test
  void it_is_small_while_few_rows_are_there_and_never_larger_than_it_may() {
    var ring = new Ring(15, 360);
    assertThat(ring.bytes()).isLessThanOrEqualTo(480);
    for (int i = 0; i < 1000; i++) {
      ring.add(new int[15]);
    }
    assertThat(ring.bytes()).isEqualTo(360 * 15 * 4);
  }

  @Test
  void a_row_of_another_width_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ring(2, 3).add(1));
  }
}
