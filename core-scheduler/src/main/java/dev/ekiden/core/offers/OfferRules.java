package dev.ekiden.core.offers;

import java.time.Duration;

/**
 * Settings of the whole cluster for offers.
 *
 * @param slice of the capacity of all open agents that the offers of one framework may show, of
 *     each kind; above 0 to 1
 * @param offersEach that one framework may hold; at least 1
 * @param agentShare of an agent's free room that one offer may show, of each kind; above 0 to 1
 * @param portsEach that one offer may show; at least 0
 * @param timeout after which an offer is rescinded
 * @param round time between two rounds of offers, at least
 * @param offersAtOnce in one round; at least 1
 * @param headStart for which an agent that was offered to one framework is offered to no other
 * @param grace that frameworks have to come back after a change of leader, at least
 * @param unreachable time after which a task on a silent agent is forgotten
 */
public record OfferRules(
    double slice,
    int offersEach,
    double agentShare,
    int portsEach,
    Duration timeout,
    Duration round,
    int offersAtOnce,
    Duration headStart,
    Duration grace,
    Duration unreachable) {
  /** Times after Mesos where it has them: rounds, grace (re-registration), two weeks. */
  public static final OfferRules DEFAULT =
      new OfferRules(
          0.25,
          32,
          0.75,
          100,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          100,
          Duration.ofSeconds(2),
          Duration.ofMinutes(10),
          Duration.ofDays(14));

  public OfferRules {
    if (!(slice > 0 && slice <= 1 && agentShare > 0 && agentShare <= 1)) {
      throw new IllegalArgumentException(
          "shares must be above 0, to 1: slice %s, agentShare %s".formatted(slice, agentShare));
    }
    if (offersEach < 1 || offersAtOnce < 1 || portsEach < 0) {
      throw new IllegalArgumentException(
          "numbers of offers must be at least 1: %d, %d, %d"
              .formatted(offersEach, offersAtOnce, portsEach));
    }
    if (!timeout.isPositive() || !round.isPositive() || !unreachable.isPositive()) {
      throw new IllegalArgumentException(
          "times must be above 0: %s, %s, %s".formatted(timeout, round, unreachable));
    }
    if (headStart.isNegative() || grace.isNegative()) {
      throw new IllegalArgumentException(
          "times must not be negative: %s, %s".formatted(headStart, grace));
    }
  }
}
