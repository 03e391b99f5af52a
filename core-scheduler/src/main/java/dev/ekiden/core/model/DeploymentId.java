package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A deployment's id, a UUID in text. */
public record DeploymentId(@JsonValue String value) implements Comparable<DeploymentId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DeploymentId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("DeploymentId must not be blank");
    }
  }

  @Override
  public int compareTo(DeploymentId other) {
    return value.compareTo(other.value);
  }
}
