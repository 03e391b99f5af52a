package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An instance's id, {@code shop_api.instance-<time-based uuid>}, as Marathon writes it. */
public record InstanceId(@JsonValue String value) implements Comparable<InstanceId> {
  private static final String TASK_SUFFIX = "._app.1";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InstanceId {
    if (value.isBlank() || value.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not an instance id: " + value);
    }
  }

  /** The id under which Marathon's API speaks of it; an instance has one incarnation only. */
  public String task() {
    return value + TASK_SUFFIX;
  }

  /** Inverse of {@link #task()}; accepts a bare instance id too. */
  public static InstanceId ofTask(String task) {
    var bare =
        task.endsWith(TASK_SUFFIX) ? task.substring(0, task.length() - TASK_SUFFIX.length()) : task;
    return new InstanceId(bare);
  }

  @Override
  public int compareTo(InstanceId other) {
    return value.compareTo(other.value);
  }
}
