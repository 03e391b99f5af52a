package dev.ekiden.core.foreign;

import java.util.List;
import java.util.stream.Stream;

/** Sets of roles, kept as sorted lists. */
final class RoleSets {
  private RoleSets() {}

  static List<String> union(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
  }

  static List<String> without(List<String> some, List<String> others) {
    return some.stream().filter(role -> !others.contains(role)).toList();
  }
}
