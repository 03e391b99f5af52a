package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** What becomes of instances whose agent fell silent (Marathon's {@code unreachableStrategy}). */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface UnreachableSpec {
  /** Marathon's default since 1.5: replaced and forgotten at once. */
  UnreachableSpec DEFAULT = new Replace(Duration.ZERO, Duration.ZERO);

  /**
   * @param inactiveAfter a replacement is started after so long
   * @param expungeAfter no task any more after so long; not less than {@code inactiveAfter}. What
   *     is to run for ever stays known for a while longer, so that it may come back
   */
  record Replace(Duration inactiveAfter, Duration expungeAfter) implements UnreachableSpec {
    public Replace {
      if (inactiveAfter.isNegative() || inactiveAfter.compareTo(expungeAfter) > 0) {
        throw new IllegalArgumentException(
            "inactiveAfter must be 0 to expungeAfter: " + inactiveAfter + ", " + expungeAfter);
      }
    }
  }

  /** Never replaced: waits for its agent. */
  record Wait() implements UnreachableSpec {}
}
