package dev.ekiden.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong in which order and for how long: a seed and a length give the same again. */
record Schedule(long seed, List<Step> steps) {
  private static final int MOST_QUIET_SECONDS = 10;

  /** Longer than any run needs: steps that there is no time for are left out. */
  private static final int STEPS_PER_MINUTE = 12;

  /** Some quiet, then one mischief. */
  record Step(Duration quiet, Mischief mischief, Duration time, long seed) {
    @Override
    public String toString() {
      return "%s for %d s after %d s"
          .formatted(
              mischief.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
              time.toSeconds(),
              quiet.toSeconds());
    }
  }

  static Schedule of(long seed, int minutes) {
    var random = new SplittableRandom(seed);
    var steps = new ArrayList<Step>();
    for (int n = 0; n < STEPS_PER_MINUTE * minutes; n++) {
      var mischief = Mischief.values()[random.nextInt(Mischief.values().length)];
      steps.add(
          new Step(
              Duration.ofSeconds(random.nextInt(MOST_QUIET_SECONDS + 1)),
              mischief,
              Duration.ofSeconds(
                  random.nextInt(mischief.mostSeconds() / 3, mischief.mostSeconds() + 1)),
              random.nextLong()));
    }
    return new Schedule(seed, List.copyOf(steps));
  }
}
