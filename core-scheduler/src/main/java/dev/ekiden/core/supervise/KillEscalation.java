package dev.ekiden.core.supervise;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import java.time.Instant;

/**
 * An instance that was told to end and does not: it is told again until its agent reports its end,
 * and from the third time on without grace. Its room stays taken all the while.
 */
public final class KillEscalation {
  /** Of instances whose app is gone; what it once was is not known any more. */
  public static final Duration GRACE_OF_GONE = Duration.ofSeconds(3);

  private static final int PATIENT_KILLS = 2;

  private KillEscalation() {}

  /** From SIGTERM to SIGKILL, as the agent is to be told now. */
  public static Duration grace(Instance instance, AppSpec spec) {
    return grace(instance, spec.killGrace());
  }

  /** As {@link #grace(Instance, AppSpec)}, of an app's usual grace. */
  public static Duration grace(Instance instance, Duration usual) {
    return instance.kills() > PATIENT_KILLS ? Duration.ZERO : usual;
  }

  /**
   * When it is told again.
   *
   * @param usual grace of its app
   * @param retry how long an agent has beyond it
   */
  public static Instant due(Instance instance, Duration usual, Duration retry) {
    return instance.since().plus(usual).plus(retry);
  }

  /** Why it is told once more. */
  public static String reason(Instance instance) {
    var said = instance.remark();
    var before = prefix(instance.kills());
    var first = said.startsWith(before) ? said.substring(before.length()) : said;
    int next = instance.kills() + 1;
    return next > PATIENT_KILLS ? prefix(next) + first : first;
  }

  private static String prefix(int kills) {
    return "told " + kills + " times to end: ";
  }
}
