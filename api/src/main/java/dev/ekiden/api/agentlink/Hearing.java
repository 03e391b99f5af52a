package dev.ekiden.api.agentlink;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * When each agent was heard last, by {@link System#nanoTime}, which no change of the clock moves.
 * Looking at ten thousand costs a walk over ten thousand numbers and no look at the state.
 */
final class Hearing {
  /** An agent that was said to be silent is said to be so again after this, if it still is. */
  static final Duration REPEAT = Duration.ofSeconds(5);

  private static final long NEVER = Long.MIN_VALUE;

  /** One agent's. */
  static final class Ear {
    private volatile long heardNanos;
    private volatile boolean taken;
    private volatile long saidNanos = NEVER;

    private Ear(long nowNanos) {
      heardNanos = nowNanos;
    }

    void heard(long nowNanos) {
      heardNanos = nowNanos;
      saidNanos = NEVER;
    }

    Duration silent(long nowNanos) {
      return Duration.ofNanos(nowNanos - heardNanos);
    }

    private boolean toBeSaid(long nowNanos, Duration silence) {
      if (!taken || nowNanos - heardNanos <= silence.toNanos()) {
        return false;
      }
      boolean due = saidNanos == NEVER || nowNanos - saidNanos > REPEAT.toNanos();
      if (due) {
        saidNanos = nowNanos;
      }
      return due;
    }
  }

  private final ConcurrentMap<String, Ear> ears = new ConcurrentHashMap<>();

  /**
   * A master begins to lead: of those who belong to the cluster silence counts from now on, as
   * nobody could report to it before.
   */
  void begin(Collection<String> agents, long nowNanos) {
    ears.values().forEach(ear -> ear.taken = false);
    for (var agent : agents) {
      taken(agent, nowNanos);
      of(agent, nowNanos).heard(nowNanos);
    }
  }

  /** It belongs to the cluster: its silence is of interest. */
  void taken(String agent, long nowNanos) {
    of(agent, nowNanos).taken = true;
  }

  /** It does not any more: given up, or gone for good. */
  void dropped(String agent) {
    var ear = ears.get(agent);
    if (ear != null) {
      ear.taken = false;
    }
  }

  Ear of(String agent, long nowNanos) {
    return ears.computeIfAbsent(agent, _ -> new Ear(nowNanos));
  }

  /** Who has been silent for longer than this and was not named a moment ago. */
  List<String> silent(long nowNanos, Duration silence) {
    return ears.entrySet().stream()
        .filter(entry -> entry.getValue().toBeSaid(nowNanos, silence))
        .map(java.util.Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
