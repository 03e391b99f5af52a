package dev.ekiden.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a slow router hears. */
class NewestTests {
  private final Newest newest = new Newest();

  @Test
  void only_the_newest_text_goes_out_and_once() {
    newest.put("a");
    newest.put("b");
    assertThat(newest.next()).contains("b");
    assertThat(newest.next()).isEmpty();
  }

  @Test
  void what_waited_is_dropped_when_it_is_not_true_any_more() {
    newest.put("a");
    assertThat(newest.isNew("a")).isFalse();
    newest.forget();
    assertThat(newest.next()).isEmpty();
    assertThat(newest.isNew("a")).isTrue();
  }
}
