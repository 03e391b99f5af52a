package dev.ekiden.cli.reports;

import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One Maven run over all modules: the whole output goes to a log, what matters to the console. */
public final class Verification {
  private static final Pattern WORTH_SHOWING =
      Pattern.compile(
          "\\[INFO] Building [A-Z].*|\\[(INFO|WARNING|ERROR)] +Tests run: .* -- in .*|\\[ERROR].*|\\[INFO] BUILD .*"
              + "|\\[INFO] Total time.*");

  private final Path root;
  private final Path javaHome;
  private final Console console;

  /** Runs in {@code root} with the JDK in {@code javaHome}. */
  public Verification(Path root, Path javaHome, Console console) {
    this.root = root;
    this.javaHome = javaHome;
    this.console = console;
  }

  /** Maven's exit status. {@code quick}: unit tests without servers or kernel. */
  public int run(boolean quick) {
    var words = new ArrayList<>(List.of("mvn", "-B", "-f", root.resolve("pom.xml").toString()));
    words.add("--fail-at-end");
    words.addAll(quick ? List.of("test") : List.of("verify", "-Dtest.excludedGroups="));
    var log = root.resolve("target/ekiden-test.log");
    console.begin("running " + String.join(" ", words.subList(4, words.size())) + "; log: " + log);
    try {
      Files.createDirectories(log.getParent());
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", javaHome.toString());
      var maven = builder.start();
      try (var lines = maven.inputReader();
          var kept = Files.newBufferedWriter(log)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          kept.write(line);
          kept.newLine();
          if (WORTH_SHOWING.matcher(line).matches()) {
            console.line(line);
          }
        }
      }
      return maven.waitFor();
    } catch (IOException e) {
      throw new Failure("Maven cannot be run", "is it installed? (apt-get install maven)", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", "run the command again", e);
    }
  }
}
