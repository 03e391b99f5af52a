package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of a project: the first segment of its apps' paths, without slash. */
public record ProjectId(@JsonValue String value) implements Comparable<ProjectId> {
  /** Where apps live whose path has one segment; nobody but an admin has rights in it. */
  public static final ProjectId ROOT = new ProjectId(".");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ProjectId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("ProjectId must not be blank");
    }
  }

  @Override
  public int compareTo(ProjectId other) {
    return value.compareTo(other.value);
  }
}
