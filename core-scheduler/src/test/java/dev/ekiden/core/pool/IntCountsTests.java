package dev.ekiden.core.pool;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

  /** While counts change, agents change their values and fields are asked for in turns. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void sums_by_value_stay_right(long seed) {
    var random = new SplittableRandom(seed);
    var pool = new Pool();
    for (int i = 0; i < 50; i++) {
      pool.put(agent("n" + i).with("f0", "a").build(), Standing.OPEN);
    }
    for (int step = 0; step < 3000; step++) {
      int slot = random.nextInt(50);
      if (random.nextInt(20) == 0) {
        var changed = agent("n" + slot).with("f" + random.nextInt(6), "v" + random.nextInt(4));
        pool.put(changed.build(), Standing.OPEN);
      } else {
        counts.add(slot, counts.get(slot) > 0 && random.nextBoolean() ? -1 : 1);
      }
      var name = "f" + random.nextInt(6);
      var terms = new Terms(List.of(), List.of(), List.of(name), List.of());
      var field = pool.terrain(terms).field(0);
      var expected = new int[field.numbers()];
      counts.forEach((key, count) -> expected[field.of(key)] += count);
      assertThat(counts.by(field)).as("%s in step %s", name, step).isEqualTo(expected);
    }
  }
}
