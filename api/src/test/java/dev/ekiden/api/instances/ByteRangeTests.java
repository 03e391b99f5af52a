package dev.ekiden.api.instances;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTests {
  @Test
  void from_the_first_byte_to_the_last_or_the_end() {
    assertThat(ByteRange.of("bytes=10-19", "")).contains(new ByteRange(10, 10));
    assertThat(ByteRange.of("bytes=0-0", "")).contains(new ByteRange(0, 1));
    assertThat(ByteRange.of("bytes= 10-", "")).contains(new ByteRange(10, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes=-5",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "lines=1-2",
        "bytes=x-1",
        "bytes=9999999999999999999999-"
      })
  void what_is_anything_else_means_all(String header) {
    assertThat(ByteRange.of(header, "")).isEmpty();
  }

  @Test
  void on_a_condition_it_means_all() {
    assertThat(ByteRange.of("bytes=10-", "Wed, 21 Oct 2026 07:28:00 GMT")).isEmpty();
  }

  @Test
  void what_was_sent_is_told() {
    var range = new ByteRange(10, 10);
    assertThat(range.of(5, 15)).isEqualTo("bytes 10-14/15");
    assertThat(range.isBeyond(10)).isTrue();
    assertThat(range.isBeyond(11)).isFalse();
  }
}
