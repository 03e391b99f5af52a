package dev.ekiden.agent.link;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whom to dial next, and after which pause. Pauses are drawn between nothing and their bound, so
 * that thousands of agents that lose their master in one moment come back spread over seconds.
 *
 * <p>One round tries the last leader first, then the others in random order, close upon each other.
 * A leader that has fallen silent is tried last: it would take a connection and not answer on it.
 * After a round in vain the bound of the pause doubles. A redirect is followed soon, unless that
 * address has just failed: then the agent stays where it is and waits for a better answer.
 */
final class Dialling {
  static final Duration SOON = Duration.ofMillis(500);
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(100);

  /** So long a master that did not answer is taken to be dead, whatever others say of it. */
  static final Duration DISTRUST = Duration.ofSeconds(4);

  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);

  /**
   * A master with thousands at its gate gives all of them a part of its attention: who gives up too
   * early has it do the same work again, and so does everybody else.
   */
  static final Duration LONGEST_PATIENCE = Duration.ofSeconds(120);

  private static final int MAX_REDIRECTS = 5;

  /**
   * One try.
   *
   * @param pause before it
   * @param patience until the connection stands; grows, as a master under a storm is slow
   */
  record Dial(URI address, Duration pause, Duration patience) {}

  private final List<URI> masters;
  private final RandomGenerator random;
  private final Map<URI, Long> failedNanos = new HashMap<>();
  private final ArrayDeque<URI> round = new ArrayDeque<>();
  private Optional<URI> leader = Optional.empty();
  private Duration bound = BETWEEN;
  private int roundsInVain;
  private int redirects;

  Dialling(List<URI> masters, RandomGenerator random) {
    this.masters = List.copyOf(masters);
    this.random = random;
    newRound();
  }

  Dial next() {
    var address = round.isEmpty() ? masters.getFirst() : round.removeFirst();
    var longest = Math.min(LONGEST_PATIENCE.toMillis(), FIRST_PATIENCE.toMillis() << exponent());
    return new Dial(
        address,
        Duration.ofMillis(random.nextLong(bound.toMillis() + 1)),
        Duration.ofMillis(longest));
  }

  /** It leads and has taken us on. */
  void served(URI address) {
    leader = Optional.of(address);
    roundsInVain = 0;
    redirects = 0;
    failedNanos.clear();
  }

  /** The connection is over, or there was none; {@code served} if it was of use before. */
  void lost(URI address, boolean served, long nowNanos) {
    failedNanos.put(address, nowNanos);
    redirects = 0;
    if (served) {
      newRound();
      bound = FIRST_PAUSE;
    } else if (round.isEmpty()) {
      roundsInVain++;
      newRound();
      var doubled = FIRST_PAUSE.toMillis() << exponent();
      bound = Duration.ofMillis(Math.min(LONGEST_PAUSE.toMillis(), doubled));
    } else {
      bound = BETWEEN;
    }
  }

  /** Whether a redirect to this address is worth following now. */
  boolean trusts(URI address, long nowNanos) {
    var failed = Optional.ofNullable(failedNanos.get(address));
    return redirects < MAX_REDIRECTS
        && (failed.isEmpty() || nowNanos - failed.get() > DISTRUST.toNanos());
  }

  /** Somebody said who leads, and we go there. */
  void redirected(URI address) {
    redirects++;
    leader = Optional.of(address);
    round.remove(address);
    round.addFirst(address);
    bound = SOON;
  }

  private int exponent() {
    return Math.min(roundsInVain, 10);
  }

  /** As {@link #lost}, of one that was of use and then said nothing any more. */
  void silent(URI address, long nowNanos) {
    lost(address, true, nowNanos);
    round.remove(address);
    round.addLast(address);
  }

  private void newRound() {
    var others = new ArrayList<>(masters);
    leader.ifPresent(others::remove);
    Collections.shuffle(others, random);
    round.clear();
    leader.ifPresent(round::add);
    round.addAll(others);
  }
}
