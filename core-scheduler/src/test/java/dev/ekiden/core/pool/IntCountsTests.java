package dev.ekiden.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntCountsTests {
  private final IntCounts counts = new IntCounts();

  @Test
  void counts_by_key() {
    counts.add(7, 2);
    counts.add(0, 1);
    counts.add(7, -1);
    assertThat(counts.get(7)).isEqualTo(1);
    assertThat(counts.get(0)).isEqualTo(1);
    assertThat(counts.get(8)).isZero();
    assertThat(counts.size()).isEqualTo(2);
    assertThat(counts.total()).isEqualTo(2);
  }

  @Test
  void no_count_falls_below_zero() {
    counts.add(1, 1);
    assertThatThrownBy(() -> counts.add(1, -2)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> counts.add(2, -1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> counts.add(-1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void counts_like_a_map(long seed) {
    var random = new SplittableRandom(seed);
    var expected = new TreeMap<Integer, Integer>();
    int keys = 1 << random.nextInt(1, 12);
    for (int step = 0; step < 20_000; step++) {
      int key = random.nextInt(keys) * random.nextInt(1, 3);
      int has = expected.getOrDefault(key, 0);
      boolean growing = (step / 4000) % 2 == 0;
      int delta = has > 0 && !growing ? -random.nextInt(1, has + 1) : random.nextInt(3);
      counts.add(key, delta);
      expected.merge(key, delta, Integer::sum);
      expected.remove(key, 0);
      assertThat(counts.get(key)).isEqualTo(has + delta);
    }
    var seen = new TreeMap<Integer, Integer>();
    counts.forEach(seen::put);
    assertThat(seen).isEqualTo(expected);
    assertThat(counts.size()).isEqualTo(expected.size());
    assertThat(counts.total()).isEqualTo(expected.values().stream().mapToInt(n -> n).sum());
  }
}
