package dev.ekiden.bench.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The shipped agent as a process of its own, started by its launcher. */
final class RealAgent {
  private static final int ENDS_SECONDS = 120;

  private final Path launcher;
  private final Path folder;
  private final Path config;
  private final Path output;
  private Process process;
  private boolean stopped;

  /**
   * @param ssl what {@code ssl/make.sh} has made
   * @param settings on top of what every agent needs
   */
  RealAgent(
      Path root, Path folder, Path ssl, String name, String master, Map<String, String> settings)
      throws IOException {
    this.launcher = root.resolve("agent/ekiden-agent");
    this.folder = folder;
    this.config = folder.resolve("config.properties");
    this.output = folder.resolve("agent.out");
    var all =
        new TreeMap<>(
            Map.of(
                "name",
                name,
                "host",
                "localhost",
                "masters",
                master,
                "data",
                folder.resolve("data").toString(),
                "keystore",
                ssl.resolve("agent-1.p12").toString(),
                "keystore.password.file",
                ssl.resolve("password").toString(),
                "truststore",
                ssl.resolve("trust.p12").toString(),
                "ports",
                "40000-40999",
                "uid.range",
                "310000-319999"));
    all.putAll(Map.of("attributes", "rack:r1;zone:a", "cpus", "64", "mem", "65536"));
    all.put("disk", "65536");
    all.putAll(settings);
    var lines = new ArrayList<String>();
    all.forEach((key, value) -> lines.add(key + "=" + value));
    Files.createDirectories(folder);
    Files.write(config, lines);
    this.process = launch();
  }

  private Process launch(String... options) throws IOException {
    var words = new ArrayList<>(List.of(launcher.toString()));
    words.addAll(List.of(options));
    words.add(config.toString());
    var builder = new ProcessBuilder(words);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /** Again, after {@link #kill}. */
  void start() throws IOException {
    process = launch();
  }

  /** The launcher makes way for Java: it is the same process. */
  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Path instance(String id) {
    return folder.resolve("data/instances").resolve(id);
  }

  Path output() {
    return output;
  }

  synchronized void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(ENDS_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends it and all that it has started. Again is harmless. */
  synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      kill();
      launch("--stop-all").waitFor(ENDS_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
