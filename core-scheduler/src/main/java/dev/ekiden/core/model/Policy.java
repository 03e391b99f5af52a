package dev.ekiden.core.model;

import java.util.List;
import java.util.Objects;

/**
 * What an app asks of the scheduler beyond Marathon's definition: the {@code ekiden} object.
 *
 * @param preferences constraints that should hold but need not
 * @param resizing what a change of size alone means for running instances
 */
public record Policy(
    Workload workload,
    Priority priority,
    Spreading spreading,
    List<Preference> preferences,
    RolloutSpec rollout,
    HealingSpec healing,
    Resizing resizing) {
  public static final Policy DEFAULT =
      new Policy(
          new Workload.Service(),
          Priority.DEFAULT,
          Spreading.SPREAD,
          List.of(),
          RolloutSpec.DEFAULT,
          HealingSpec.DEFAULT,
          Resizing.LIVE);

  public Policy {
    preferences = List.copyOf(preferences);
    // Journals of old do not say it.
    resizing = Objects.requireNonNullElse(resizing, Resizing.LIVE);
  }

  Policy withPriority(Priority band) {
    return new Policy(workload, band, spreading, preferences, rollout, healing, resizing);
  }
}
