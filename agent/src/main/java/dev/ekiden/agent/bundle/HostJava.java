package dev.ekiden.agent.bundle;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The Java that instances find: the one that this agent runs on, as long as it lies below {@code
 * /usr}, which instances see. Machines often have an older default; whoever needs another one sets
 * {@code JAVA_HOME} and {@code PATH} in the app.
 */
final class HostJava {
  private HostJava() {}

  static Optional<Path> home() {
    var home = Path.of(System.getProperty("java.home"));
    return home.startsWith("/usr") ? Optional.of(home) : Optional.empty();
  }
}
