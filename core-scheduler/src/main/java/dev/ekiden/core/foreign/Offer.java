package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Resources;
import java.time.Instant;
import java.util.List;

/**
 * Room that a framework may launch tasks in, as long as it is there: an offer reserves nothing.
 *
 * @param role of the framework, in whose name tasks will run
 * @param ports ascending ranges that do not overlap
 * @param at when it was made
 */
public record Offer(
    OfferId id,
    FrameworkId framework,
    AgentId agent,
    String role,
    Resources resources,
    List<PortRange> ports,
    Instant at) {
  public Offer {
    ports = List.copyOf(ports);
  }
}
