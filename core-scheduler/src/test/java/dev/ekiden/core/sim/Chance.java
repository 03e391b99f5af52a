package dev.ekiden.core.sim;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** All chance of a simulation, drawn from its seed. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean lucky(double share) {
    return random.nextDouble() < share;
  }

  /** 0 to {@code bound}, exclusive. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends inclusive. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** Around a mean, most often below it and now and then far above. */
  long about(long mean) {
    return (long) (-Math.log(1 - random.nextDouble()) * mean);
  }

  <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  <T> Optional<T> maybeOne(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(one(all));
  }
}
