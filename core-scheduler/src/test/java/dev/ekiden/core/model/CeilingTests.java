package dev.ekiden.core.model;

import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** How far above its request an instance may go on an agent. */
class CeilingTests {
  private static final Ceiling REQUEST = new Ceiling.Request();
  private static final Ceiling UNLIMITED = new Ceiling.Unlimited();

  @Test
  void it_is_between_the_request_and_what_the_agent_offers() {
    assertThat(REQUEST.on(500, 4000)).isEqualTo(500);
    assertThat(UNLIMITED.on(500, 4000)).isEqualTo(4000);
    assertThat(new Ceiling.Fixed(2000).on(500, 4000)).isEqualTo(2000);
    assertThat(new Ceiling.Fixed(9000).on(500, 4000)).isEqualTo(4000);
  }

  @Test
  void a_request_is_never_cut() {
    assertThat(UNLIMITED.on(500, 100)).isEqualTo(500);
    assertThat(new Ceiling.Fixed(200).on(500, 100)).isEqualTo(500);
    assertThat(REQUEST.on(500, 100)).isEqualTo(500);
  }

  @Test
  void none_at_all_is_no_limit() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ceiling.Fixed(0));
  }

  @Test
  void what_goes_above_its_request_needs_agents_that_let_it() {
    assertThat(app("/a").build().needs()).isEmpty();
    assertThat(app("/a").limits(UNLIMITED, REQUEST).build().needs())
        .containsExactly(Ability.RESOURCE_LIMITS);
    assertThat(app("/a").limits(REQUEST, new Ceiling.Fixed(256)).build().needs())
        .containsExactly(Ability.RESOURCE_LIMITS);
  }
}
