package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Absolute path of an app, such as {@code /shop/api}: each segment of lower-case letters, digits,
 * inner dots and dashes (Marathon's rule). The first of several segments is its project.
 */
public record AppId(@JsonValue String path) implements Comparable<AppId> {
  private static final String LABEL = "([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])";
  private static final Pattern PATH = Pattern.compile("(/" + LABEL + "(\\." + LABEL + ")*)+");

  /** Longest path that still fits file names and host names made from it. */
  private static final int LONGEST = 200;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AppId {
    if (path.length() > LONGEST || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "must be a path such as /project/app, of lower-case letters, digits,"
              + " '.' and '-', at most "
              + LONGEST
              + " characters: "
              + path);
    }
  }

  /** First of several segments; {@link ProjectId#ROOT} for an app at the root. */
  public ProjectId project() {
    int end = path.indexOf('/', 1);
    return end < 0 ? ProjectId.ROOT : new ProjectId(path.substring(1, end));
  }

  /** Groups that it is in, from its project down; {@code .} alone for an app at the root. */
  public List<GroupId> groups() {
    var groups = new ArrayList<GroupId>();
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      groups.add(new GroupId(path.substring(1, end)));
    }
    return groups.isEmpty() ? List.of(GroupId.of(ProjectId.ROOT)) : groups;
  }

  /** Path without the leading slash, slashes as underscores: {@code shop_api}. */
  public String flat() {
    return path.substring(1).replace('/', '_');
  }

  /** Segments last to first with dots, for host names: {@code api.shop}. */
  public String domain() {
    var segments = path.substring(1).split("/");
    var reversed = new StringBuilder();
    for (int i = segments.length - 1; i >= 0; i--) {
      reversed.append(segments[i]);
      if (i > 0) {
        reversed.append('.');
      }
    }
    return reversed.toString();
  }

  @Override
  public int compareTo(AppId other) {
    return path.compareTo(other.path);
  }
}
