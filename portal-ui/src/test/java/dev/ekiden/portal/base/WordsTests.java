package dev.ekiden.portal.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.When;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTests {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void says_sizes_in_the_unit_that_fits() {
    assertThat(Format.mebibytes(512)).isEqualTo("512 MiB");
    assertThat(Format.mebibytes(1536)).isEqualTo("1.5 GiB");
    assertThat(Format.mebibytes(3333)).isEqualTo("3333 MiB");
    assertThat(Format.bytes(3L << 30)).isEqualTo("3 GiB");
    assertThat(Format.bytes(812)).isEqualTo("812 B");
    assertThat(Format.bytes(11_996_000)).isEqualTo("11.44 MiB");
    assertThat(Format.amount(1, "CPUs")).isEqualTo("1 CPU");
    assertThat(Format.amount(1.5, "CPUs")).isEqualTo("1.5 CPUs");
  }

  @Test
  void says_constants_as_words() {
    assertThat(Format.words("OUT_OF_MEMORY")).isEqualTo("Out of memory");
    assertThat(Format.words("")).isEmpty();
  }

  @Test
  void says_how_long_ago() {
    assertThat(Ago.words(NOW.minusSeconds(2), NOW)).isEqualTo("just now");
    assertThat(Ago.words(NOW.minusSeconds(59), NOW)).isEqualTo("59 s ago");
    assertThat(Ago.words(NOW.minusSeconds(190), NOW)).isEqualTo("3 min ago");
    assertThat(Ago.words(NOW.minusSeconds(7300), NOW)).isEqualTo("2 h ago");
    assertThat(Ago.words(NOW.minusSeconds(200_000), NOW)).isEqualTo("2 d ago");
    assertThat(Ago.words(NOW.plusSeconds(9), NOW)).isEqualTo("just now");
  }

  @Test
  void says_how_long_it_took() {
    var start = new When.At(NOW);
    assertThat(Ago.between(start, new When.At(NOW.plusSeconds(185)))).isEqualTo("3 min 5 s");
    assertThat(Ago.between(start, new When.Never())).isEmpty();
  }

  @Test
  void says_bars_as_text() {
    assertThat(UsageBar.text(1024, 512, new Limit.Of(4096), "MiB"))
        .isEqualTo("1 GiB → 1.5 GiB of 4 GiB");
    assertThat(UsageBar.text(3, 0, new Limit.None(), "")).isEqualTo("3, no limit");
  }
}
