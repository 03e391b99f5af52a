package dev.ekiden.bench.agents;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whom a simulated agent dials next and after which pause: the rules and numbers of the real
 * agent's {@code Dialling}, so that thousands come back to a new leader as they would in earnest.
 */
final class Rounds {
  private static final long BETWEEN_MILLIS = 100;
  private static final long SOON_MILLIS = 500;
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 5_000;
  private static final int MAX_REDIRECTS = 5;
  private static final int MOST_DOUBLINGS = 10;
  private static final long FIRST_PATIENCE_MILLIS = 10_000;
  private static final long LONGEST_PATIENCE_MILLIS = 120_000;

  /** So long a master that did not answer is taken to be dead, whatever others say of it. */
  static final long DISTRUST_MILLIS = 4_000;

  private final List<URI> masters;
  private final RandomGenerator random;
  private final Map<URI, Long> failedMillis = new HashMap<>();
  private final ArrayDeque<URI> round = new ArrayDeque<>();
  private Optional<URI> leader = Optional.empty();
  private long boundMillis = BETWEEN_MILLIS;
  private int roundsInVain;
  private int redirects;

  Rounds(List<URI> masters, RandomGenerator random) {
    this.masters = masters;
    this.random = random;
    begin();
  }

  URI next() {
    return round.isEmpty() ? masters.getFirst() : round.removeFirst();
  }

  /** Drawn between nothing and the bound of the moment. */
  long pauseMillis() {
    return random.nextLong(boundMillis + 1);
  }

  /** Until a connection stands. */
  long patienceMillis() {
    return Math.min(LONGEST_PATIENCE_MILLIS, FIRST_PATIENCE_MILLIS << roundsInVain);
  }

  void served(URI address) {
    leader = Optional.of(address);
    roundsInVain = 0;
    redirects = 0;
    failedMillis.clear();
  }

  void lost(URI address, boolean served, long nowMillis) {
    failedMillis.put(address, nowMillis);
    redirects = 0;
    if (served) {
      begin();
      boundMillis = FIRST_MILLIS;
    } else if (round.isEmpty()) {
      roundsInVain = Math.min(MOST_DOUBLINGS, roundsInVain + 1);
      begin();
      boundMillis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << roundsInVain);
    } else {
      boundMillis = BETWEEN_MILLIS;
    }
  }

  /** Whether it is worth going there now. */
  boolean trusts(URI address, long nowMillis) {
    var failed = Optional.ofNullable(failedMillis.get(address));
    return redirects < MAX_REDIRECTS
        && (failed.isEmpty() || nowMillis - failed.get() > DISTRUST_MILLIS);
  }

  void redirected(URI address) {
    redirects++;
    leader = Optional.of(address);
    round.remove(address);
    round.addFirst(address);
    boundMillis = SOON_MILLIS;
  }

  private void begin() {
    var others = new ArrayList<>(masters);
    leader.ifPresent(others::remove);
    Collections.shuffle(others, random);
    round.clear();
    leader.ifPresent(round::add);
    round.addAll(others);
  }
}
