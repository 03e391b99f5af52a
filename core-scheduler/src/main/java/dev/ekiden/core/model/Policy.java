package dev.ekiden.core.model;

import java.util.List;

/**
 * What an app asks of the scheduler beyond Marathon's definition: the {@code ekiden} object.
 *
 * @param preferences constraints that should hold but need not
 */
public record Policy(
    Workload workload,
    Priority priority,
    Spreading spreading,
    List<Preference> preferences,
    RolloutSpec rollout,
    HealingSpec healing) {
  public static final Policy DEFAULT =
      new Policy(
          new Workload.Service(),
          Priority.DEFAULT,
          Spreading.SPREAD,
          List.of(),
          RolloutSpec.DEFAULT,
          HealingSpec.DEFAULT);

  public Policy {
    preferences = List.copyOf(preferences);
  }

  Policy withPriority(Priority band) {
    return new Policy(workload, band, spreading, preferences, rollout, healing);
  }
}
