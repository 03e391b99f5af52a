package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Resources;
import java.time.Instant;

/**
 * An agent and what is promised on it.
 *
 * @param ready false once it has been given up for its silence; true again when it says hello
 * @param since when {@code ready} last changed
 * @param used by its instances, the ones being killed included
 */
public record Agent(AgentSpec spec, boolean ready, Instant since, Resources used) {
  public AgentId id() {
    return spec.id();
  }

  public Resources free() {
    return spec.capacity().without(used);
  }

  Agent withUsed(Resources next) {
    return new Agent(spec, ready, since, next);
  }
}
