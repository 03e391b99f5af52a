package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import java.time.Instant;

/**
 * A framework does not want this much, or less, of that agent in that role before {@code until}.
 */
public record Filter(
    FrameworkId framework, AgentId agent, String role, Resources resources, Instant until) {
  /** Whether it keeps such an offer back; one that is more in any kind passes. */
  public boolean refuses(String offeredRole, Resources offered, Instant at) {
    return at.isBefore(until) && role.equals(offeredRole) && resources.covers(offered);
  }

  /** Whether the other one refuses nothing that this one lets pass. */
  boolean includes(Filter other) {
    return role.equals(other.role)
        && resources.covers(other.resources)
        && !until.isBefore(other.until);
  }
}
