package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of an agent, the CN of its certificate. */
public record AgentId(@JsonValue String value) implements Comparable<AgentId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AgentId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("AgentId must not be blank");
    }
  }

  @Override
  public int compareTo(AgentId other) {
    return value.compareTo(other.value);
  }
}
