package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A group of apps: the path that they share, without leading slash, such as {@code shop} or {@code
 * shop/team-a}. Groups of one segment are projects.
 */
public record GroupId(@JsonValue String value) implements Comparable<GroupId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GroupId {
    if (value.isBlank() || value.startsWith("/") || value.endsWith("/")) {
      throw new IllegalArgumentException("not a group: " + value);
    }
  }

  public static GroupId of(ProjectId project) {
    return new GroupId(project.value());
  }

  /** The top-level group that this is or is in. */
  public ProjectId project() {
    int end = value.indexOf('/');
    return new ProjectId(end < 0 ? value : value.substring(0, end));
  }

  @Override
  public int compareTo(GroupId other) {
    return value.compareTo(other.value);
  }
}
