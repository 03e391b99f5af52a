package dev.ekiden.core.decide;

import dev.ekiden.core.offers.OfferRules;
import java.time.Duration;

/**
 * Settings of the whole cluster that decisions need.
 *
 * @param firstServicePort and {@code lastServicePort}: from which service ports are given,
 *     inclusive
 * @param startTimeout without a step forward an instance that is starting is given up after it
 * @param killRetry after which, beyond its grace, an instance that does not end is told again
 * @param lookAround for so long at least what a silent agent held is kept, where there are enough
 *     agents for the brake, so that it is known whether others fell silent with it: a heartbeat
 * @param brakeShare of the agents that may be silent before what they hold is kept, 0 to 1
 * @param brakeLeast so many at least must be silent for that
 * @param brakePatience how long it is kept at most
 * @param remembersGivenUp so long at least, from the silence of its agent, an instance of what runs
 *     for ever stays known, so that it goes on should its agent return
 * @param holdTimeout how long room is kept for the app for which others were ended
 * @param offers to foreign frameworks
 */
public record Rules(
    int firstServicePort,
    int lastServicePort,
    Duration startTimeout,
    Duration killRetry,
    Duration lookAround,
    double brakeShare,
    int brakeLeast,
    Duration brakePatience,
    Duration remembersGivenUp,
    Duration holdTimeout,
    OfferRules offers) {
  /** Marathon's range, times and limits where it has them. */
  public static final Rules DEFAULT = new Rules(10_000, 19_999);

  /** The usual times and limits. */
  public Rules(int firstServicePort, int lastServicePort) {
    this(
        firstServicePort,
        lastServicePort,
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(3),
        1.0 / 3,
        4,
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        OfferRules.DEFAULT);
  }
}
