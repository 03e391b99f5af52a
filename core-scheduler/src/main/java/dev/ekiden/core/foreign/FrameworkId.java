package dev.ekiden.core.foreign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Id of a framework, ours or chosen by itself: 1 to 255 characters that fit a file name. */
public record FrameworkId(@JsonValue String value) implements Comparable<FrameworkId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public FrameworkId {
    MesosIds.check(value);
  }

  @Override
  public int compareTo(FrameworkId other) {
    return value.compareTo(other.value);
  }
}
