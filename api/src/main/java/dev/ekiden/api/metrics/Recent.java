package dev.ekiden.api.metrics;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is made at most once a second: one scrape asks for it many times. */
final class Recent<T> {
  private static final long NANOS = 1_000_000_000L;

  private final Supplier<T> source;
  private Optional<T> value = Optional.empty();
  private long madeAt;

  Recent(Supplier<T> source) {
    this.source = source;
  }

  synchronized T get() {
    if (value.isPresent() && System.nanoTime() - madeAt < NANOS) {
      return value.get();
    }
    var made = source.get();
    value = Optional.of(made);
    madeAt = System.nanoTime();
    return made;
  }
}
