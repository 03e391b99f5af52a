package dev.ekiden.core.sim;

/**
 * How big a simulated cluster is, and how busy.
 *
 * @param agents machines; a fifth of them joins later
 * @param apps ids that people draw from
 * @param projects over which the apps are spread
 * @param steps of a run unless told otherwise
 * @param wishMillis mean time between two wishes of people
 * @param faultMillis mean time between two faults
 * @param recount steps after which everything is counted anew and the state rebuilt
 */
record Size(
    String name,
    int agents,
    int apps,
    int projects,
    int steps,
    int wishMillis,
    int faultMillis,
    int recount) {
  static final Size SMALL = new Size("small", 30, 40, 5, 5000, 1500, 2500, 500);
  static final Size MEDIUM = new Size("medium", 300, 200, 12, 20_000, 700, 1000, 2500);
  static final Size LARGE = new Size("large", 3000, 1000, 40, 120_000, 60, 150, 20_000);

  static Size of(String name) {
    return switch (name) {
      case "small" -> SMALL;
      case "medium" -> MEDIUM;
      case "large" -> LARGE;
      default -> throw new IllegalArgumentException("small, medium or large, not " + name);
    };
  }
}
