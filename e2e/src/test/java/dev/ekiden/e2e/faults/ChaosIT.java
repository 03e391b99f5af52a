package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.EndToEnd;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three minutes of chaos; the seed is in the name, and a run of one's own repeats it. */
@EndToEnd
class ChaosIT {
  private static final int MINUTES = 3;
  private static final int SEEDS = 1_000_000;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothing_is_lost_doubled_or_stale_after_a_series_of_faults(long seed) {
    new Chaos(seed, MINUTES).run();
  }

  static LongStream seeds() {
    return LongStream.of(System.nanoTime() % SEEDS);
  }
}
