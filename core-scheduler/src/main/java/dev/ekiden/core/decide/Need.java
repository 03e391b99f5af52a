package dev.ekiden.core.decide;

import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;

/**
 * What an app needs next.
 *
 * @param facts to be made true; if there are any, the app is looked at again before anything starts
 * @param start so many instances are missing
 * @param version configuration that they are to be started from
 */
record Need(List<Fact> facts, int start, Instant version) {
  static final Need NOTHING = new Need(List.of(), 0, Instant.EPOCH);

  static Need of(List<Fact> facts) {
    return new Need(facts, 0, Instant.EPOCH);
  }
}
