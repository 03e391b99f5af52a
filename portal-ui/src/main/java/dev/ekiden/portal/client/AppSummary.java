package dev.ekiden.portal.client;

/** One line about an app. {@code route} is "" if it has none. */
public record AppSummary(
    String id,
    String state,
    String sentence,
    int running,
    int healthy,
    int wanted,
    String route,
    When version) {
  static AppSummary of(Fields app) {
    return new AppSummary(
        app.text("id"),
        app.text("state"),
        app.text("sentence"),
        app.count("running"),
        app.count("healthy"),
        app.count("wanted"),
        app.text("route"),
        app.when("version"));
  }

  /** Somebody should look at it. */
  public boolean needsAttention() {
    return switch (state) {
      case "DEGRADED", "WAITING", "CRASHING", "UNKNOWN" -> true;
      default -> false;
    };
  }
}
