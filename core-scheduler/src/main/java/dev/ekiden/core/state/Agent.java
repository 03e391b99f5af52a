package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;

/**
 * An agent and what is promised on it. OPEN ↔ SILENT as it falls silent and says hello; OPEN →
 * DRAINING when an operator asks for it, back when it is activated. A drain outlives a silence.
 *
 * @param standing whether it gets instances, and why not
 * @param since when it last fell silent or came back
 * @param drain whether it is to be emptied
 * @param used by its instances, the ones being killed included, and by room held: while instances
 *     are being ended for it, both count
 */
public record Agent(AgentSpec spec, Standing standing, Instant since, Drain drain, Resources used) {
  public AgentId id() {
    return spec.id();
  }

  /** Whether it reports. */
  public boolean ready() {
    return standing != Standing.SILENT;
  }

  /** What nobody has or is promised. */
  public Resources free() {
    return spec.capacity().without(used);
  }
}
