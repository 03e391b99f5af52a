package dev.ekiden.api.applications;

import dev.ekiden.core.model.AppId;
import java.util.Optional;
import java.util.Set;

/** Tells the request that asks for one app and nothing special from all others. */
final class PlainAppRead {
  /** What a caller accepts who does not say. */
  static final String ANYTHING = "*/*";

  private static final Set<String> ACCEPTED = Set.of(ANYTHING, "application/json");
  private static final String PREFIX = "/v2/apps";

  /** An app may be called so, but behind an app's id they mean something else. */
  private static final Set<String> TAKEN = Set.of("tasks", "versions", "restart");

  private PlainAppRead() {}

  /**
   * Which app is asked for, if the request is that simple.
   *
   * @param path as sent, neither decoded nor tidied
   * @param query "" if there is none
   */
  static Optional<AppId> of(String method, String path, String query, String accept) {
    if (!method.equals("GET")
        || !path.startsWith(PREFIX + "/")
        || !query.isEmpty()
        || !ACCEPTED.contains(accept)) {
      return Optional.empty();
    }
    var id = path.substring(PREFIX.length());
    for (var word : id.substring(1).split("/")) {
      if (TAKEN.contains(word)) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(new AppId(id));
    } catch (IllegalArgumentException _) {
      // Encoded, untidy or wrong: who answers the rest knows which.
      return Optional.empty();
    }
  }
}
