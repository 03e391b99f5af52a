package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ekiden.core.model.Resources;
import java.time.Instant;

/**
 * Whether an instance is being given other limits while it runs. NONE or REFUSED → ASKED when a
 * rollout decides it; ASKED → NONE when the agent says that it is done, whereupon the instance is
 * one of the version asked for; ASKED → REFUSED when the agent says no, or nobody can tell any
 * more. While it is ASKED the instance has the larger of both sizes reserved, and the order goes to
 * its agent again after each hello, so neither a lost message nor another leader matters. There is
 * one order at a time: whoever wants yet another size waits for the answer.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Resize {
  /** For the many that never are. */
  Resize NOTHING = new None();

  /** It has the limits of its version. */
  record None() implements Resize {}

  /**
   * Its agent is to give it these.
   *
   * @param version that it then is one of
   * @param resources that it then has
   */
  record Asked(Instant version, Resources resources, Instant at) implements Resize {}

  /**
   * It is not tried again for that version.
   *
   * @param why one sentence for people
   */
  record Refused(Instant version, String why) implements Resize {}
}
