package dev.ekiden.bench.masters;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is measured and with how much.
 *
 * @param root of the checkout, where {@code ekiden} is
 * @param data of the stack
 * @param instances per placing part
 * @param apps among which they are divided
 * @param startMillis from an order to run until it runs
 * @param seconds per load
 * @param connections of the load at saturation
 * @param writesPerSecond of the latency part
 * @param repeat how often a leader dies
 */
record Setting(
    Path root,
    Path data,
    int masters,
    int agents,
    int instances,
    int apps,
    long startMillis,
    int seconds,
    int connections,
    int writesPerSecond,
    int repeat) {
  private static final int FIRST_PORT = 9_443;
  private static final int FIRST_AGENT_PORT = 9_445;
  private static final int STEP = 10;

  /** API addresses of all masters. */
  List<URI> apis() {
    return each("https", FIRST_PORT);
  }

  /** Agents' addresses of all masters. */
  List<URI> links() {
    return each("wss", FIRST_AGENT_PORT);
  }

  private List<URI> each(String scheme, int first) {
    return IntStream.range(0, masters)
        .mapToObj(n -> URI.create(scheme + "://localhost:" + (first + STEP * n)))
        .toList();
  }

  Path ssl() {
    return data.resolve("ssl");
  }
}
