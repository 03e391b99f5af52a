package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UserIdsTests {
  private final UserIds ids = new UserIds(100, 102);

  @Test
  void are_given_in_turn_and_to_one_instance_each() {
    assertThat(ids.take("a")).isEqualTo(100);
    assertThat(ids.take("b")).isEqualTo(101);
    ids.release("a");
    assertThat(ids.take("c")).isEqualTo(102);
    assertThat(ids.take("d")).isEqualTo(100);
    assertThatThrownBy(() -> ids.take("e")).hasMessageContaining("between 100 and 102");
  }

  @Test
  void what_an_earlier_run_gave_is_not_given_again() {
    ids.keep("a", 100);
    ids.keep("b", 102);
    assertThat(ids.take("c")).isEqualTo(101);
    ids.release("b");
    assertThat(ids.take("d")).isEqualTo(102);
  }

  @Test
  void one_that_two_have_is_free_when_neither_is_left() {
    ids.keep("a", 100);
    ids.keep("b", 100);
    ids.take("c");
    ids.take("d");
    ids.release("a");
    assertThatThrownBy(() -> ids.take("e")).isInstanceOf(IllegalStateException.class);
    ids.release("b");
    assertThat(ids.take("e")).isEqualTo(100);
  }
}
