package dev.ekiden.core.foreign;

import java.util.List;

/**
 * A framework that has not been removed. Life: subscribed → connected ⇄ disconnected; it leaves the
 * book by its own wish or at its deadline, and its id is barred then.
 *
 * @param suppressed roles for which it wants no offers, sorted
 * @param prompt no offer to it has timed out since it last answered one
 */
public record Framework(
    FrameworkId id,
    FrameworkSpec spec,
    Connection connection,
    List<String> suppressed,
    boolean prompt) {
  public Framework {
    suppressed = suppressed.stream().distinct().sorted().toList();
  }

  public boolean connected() {
    return connection instanceof Connection.Open;
  }

  /** Roles for which it wants offers; none while it is disconnected. */
  public List<String> hungryRoles() {
    return connected()
        ? spec.roles().stream().filter(role -> !suppressed.contains(role)).toList()
        : List.of();
  }

  Framework with(Connection next) {
    return new Framework(id, spec, next, suppressed, prompt);
  }

  Framework with(List<String> nextSuppressed) {
    return new Framework(id, spec, connection, nextSuppressed, prompt);
  }

  Framework prompt(boolean next) {
    return next == prompt ? this : new Framework(id, spec, connection, suppressed, next);
  }
}
