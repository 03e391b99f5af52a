package dev.ekiden.core.supervise;

import dev.ekiden.core.model.UnreachableSpec;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an instance on a silent agent is given up. Times count from the silence; none is shorter
 * than the look around by which it is known whether other agents fell silent too.
 */
public final class GivingUp {
  private GivingUp() {}

  /**
   * When the next thing is due for it; empty if it waits for its agent, or is not on a silent one.
   */
  public static Optional<Instant> due(
      Instance instance, UnreachableSpec spec, Duration lookAround) {
    return switch (instance.condition()) {
      case UNREACHABLE ->
          spec instanceof UnreachableSpec.Replace(var inactiveAfter, _)
              ? Optional.of(after(instance, inactiveAfter, lookAround))
              : Optional.empty();
      case INACTIVE -> end(instance, spec, lookAround);
      case STARTING, RUNNING, KILLING -> Optional.empty();
    };
  }

  /** When it is forgotten. What is to end anyway is forgotten first. */
  public static Optional<Instant> end(
      Instance instance, UnreachableSpec spec, Duration lookAround) {
    if (instance.goal() == Instance.Goal.STOP) {
      return Optional.of(after(instance, Duration.ZERO, lookAround));
    }
    return spec instanceof UnreachableSpec.Replace(_, var expungeAfter)
        ? Optional.of(after(instance, expungeAfter, lookAround))
        : Optional.empty();
  }

  /** Whether it is no task any more by what its app says, though it may still be known. */
  public static boolean expunged(Instance instance, UnreachableSpec spec, Instant at) {
    return instance.condition() == Instance.Condition.INACTIVE
        && end(instance, spec, Duration.ZERO).filter(due -> !due.isAfter(at)).isPresent();
  }

  private static Instant after(Instance instance, Duration time, Duration lookAround) {
    return instance.since().plus(time.compareTo(lookAround) > 0 ? time : lookAround);
  }
}
