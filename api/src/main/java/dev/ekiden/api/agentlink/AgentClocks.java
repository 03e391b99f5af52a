package dev.ekiden.api.agentlink;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How far the clocks of the agents that this master leads are from its own. Nothing is decided by
 * agents' clocks; but times in logs, certificates and tokens are judged by them.
 *
 * <p>A heartbeat tells the agent's time. It is late by as long as it was on its way, never early:
 * of the last few the one that says the most is nearest to the truth.
 */
@ApplicationScoped
public class AgentClocks {
  /** People and certificates do not mind less. */
  public static final Duration TOLERATED = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(AgentClocks.class.getName());
  private static final int KEPT = 6;
  private static final int FEWEST = 3;

  private final Map<String, Clock> byAgent = new ConcurrentHashMap<>();

  /** Agent's minus ours; negative if it is behind. Empty until it has been heard a few times. */
  public Optional<Duration> skew(String agent) {
    return Optional.ofNullable(byAgent.get(agent)).flatMap(Clock::skew);
  }

  /** Agents whose clock is off by more than is tolerated. */
  public long wrong() {
    return byAgent.values().stream().filter(Clock::isWrong).count();
  }

  /** The largest distance in either direction. */
  public Duration farthest() {
    return byAgent.values().stream()
        .flatMap(clock -> clock.skew().stream())
        .map(Duration::abs)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  void note(String agent, long agentMillis, long nowMillis) {
    var clock = byAgent.computeIfAbsent(agent, _ -> new Clock());
    if (clock.turned(agentMillis - nowMillis)) {
      var skew = clock.skew().orElse(Duration.ZERO);
      LOG.log(
          clock.isWrong() ? Level.WARNING : Level.INFO,
          clock.isWrong()
              ? "the clock of {0} is {1} ms from this master''s: let both machines run NTP"
              : "the clock of {0} is right again ({1} ms)",
          new Object[] {agent, Long.toString(skew.toMillis())});
    }
  }

  void forget(String agent) {
    byAgent.remove(agent);
  }

  private static final class Clock {
    private final ArrayDeque<Long> millis = new ArrayDeque<>(KEPT);
    private boolean wrong;

    /** Whether it has become wrong, or right again, by this. */
    synchronized boolean turned(long difference) {
      if (millis.size() == KEPT) {
        millis.removeFirst();
      }
      millis.addLast(difference);
      var before = wrong;
      wrong = skew().filter(it -> it.abs().compareTo(TOLERATED) > 0).isPresent();
      return wrong != before;
    }

    synchronized Optional<Duration> skew() {
      return millis.size() < FEWEST
          ? Optional.empty()
          : Optional.of(Duration.ofMillis(Collections.max(millis)));
    }

    synchronized boolean isWrong() {
      return wrong;
    }
  }
}
