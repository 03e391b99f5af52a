package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollingRestartTests {
  @Test
  void standbys_come_first_and_the_leader_last() {
    assertThat(RollingRestart.order(List.of("masters"), 3, Optional.of("master-1")))
        .containsExactly("master-2", "master-3", "master-1");
  }

  @Test
  void without_a_leader_masters_go_by_number() {
    assertThat(RollingRestart.order(List.of("masters"), 2, Optional.empty()))
        .containsExactly("master-1", "master-2");
  }

  @Test
  void names_keep_their_order_and_each_is_restarted_once() {
    assertThat(
            RollingRestart.order(
                List.of("router", "master-2", "masters", "router"), 3, Optional.of("master-3")))
        .containsExactly("router", "master-2", "master-1", "master-3");
  }

  @Test
  void a_leader_that_is_not_asked_for_is_left_alone() {
    assertThat(RollingRestart.order(List.of("agent-1"), 3, Optional.of("master-3")))
        .containsExactly("agent-1");
  }
}
