package dev.ekiden.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a death is asked for; KernelFaultTests has the deaths. */
class FaultTests {
  @ParameterizedTest
  @EnumSource
  void nobody_dies_who_was_not_asked_to(Fault point) {
    assertThat(Fault.armed()).isEmpty();
    point.here();
  }

  @Test
  void it_is_due_when_its_point_is_reached_for_the_nth_time() {
    var plan = Fault.Plan.of("mid-report:2").orElseThrow();
    assertThat(plan.due(Fault.BEFORE_REPORT)).isFalse();
    assertThat(plan.due(Fault.MID_REPORT)).isFalse();
    assertThat(plan.due(Fault.MID_REPORT)).isTrue();
    assertThat(plan.due(Fault.MID_REPORT)).isFalse();
    assertThat(Fault.Plan.of("before-fork").orElseThrow().due(Fault.BEFORE_FORK)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "after-commit:3"})
  void a_point_of_a_master_is_not_for_us(String asked) {
    assertThat(Fault.Plan.of(asked)).isEmpty();
  }
}
