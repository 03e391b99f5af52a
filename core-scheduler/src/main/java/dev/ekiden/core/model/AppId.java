package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Absolute path of an app, such as {@code /shop/api}: at least one segment, each of lower-case
 * letters, digits, dots and inner dashes (Marathon's rule).
 */
public record AppId(@JsonValue String path) implements Comparable<AppId> {
  private static final String LABEL = "([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])";
  private static final Pattern PATH = Pattern.compile("(/" + LABEL + "(\\." + LABEL + ")*)+");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AppId {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("not an app id: " + path);
    }
  }

  @Override
  public int compareTo(AppId other) {
    return path.compareTo(other.path);
  }
}
