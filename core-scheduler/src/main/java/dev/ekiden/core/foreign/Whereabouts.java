package dev.ekiden.core.foreign;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ekiden.core.model.AgentId;

/** Where a task is or was, as far as whoever speaks of it knows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Whereabouts {
  /** On that agent. */
  record On(AgentId agent) implements Whereabouts {}

  /** Nobody said. */
  record Unsaid() implements Whereabouts {}
}
