package dev.ekiden.cli.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program that runs to its end while we wait. Secrets go into its environment or a file. */
public final class Command {
  private static final int SHOWN_LINES = 10;

  private final List<String> words;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  /** A program and its arguments. */
  public static Command of(String... words) {
    return new Command(Arrays.asList(words));
  }

  /** A program and its arguments. */
  public static Command of(List<String> words) {
    return new Command(words);
  }

  /** The same with one more variable in its environment. */
  public Command with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Its exit status; the output is dropped. */
  public int exitCode() {
    return run(ProcessBuilder.Redirect.DISCARD);
  }

  /** Fails with {@code what}, the end of its output and {@code todo} unless it ends with 0. */
  public void orFail(String what, String todo) {
    try {
      var output = Files.createTempFile("ekiden-", ".log");
      try {
        if (run(ProcessBuilder.Redirect.to(output.toFile())) != 0) {
          throw new Failure(what, todo + "\n" + tail(output));
        }
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its exit status; the output is ours. */
  public int shown() {
    return run(ProcessBuilder.Redirect.INHERIT);
  }

  /** Its exit status; the output goes to {@code log}. */
  public int loggedTo(Path log) {
    return run(ProcessBuilder.Redirect.to(log.toFile()));
  }

  /** The last lines of a log, indented. */
  public static String tail(Path log) {
    var lines = lines(log);
    return indent(lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  /** The first lines of a log that contain {@code mark}, indented. */
  public static String firstWith(Path log, String mark) {
    return indent(
        lines(log).stream().filter(line -> line.contains(mark)).limit(SHOWN_LINES).toList());
  }

  private static List<String> lines(Path log) {
    try (var lines = Files.newBufferedReader(log).lines()) {
      return lines.filter(line -> !line.isBlank()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of("(the log cannot be read: " + e.getMessage() + ")");
    }
  }

  private static String indent(List<String> lines) {
    return lines.isEmpty()
        ? "    (it said nothing)"
        : String.join("\n", lines.stream().map(line -> "    " + line).toList());
  }

  private int run(ProcessBuilder.Redirect output) {
    var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new Failure(words.getFirst() + " cannot be run", "is it installed?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", "run the command again", e);
    }
  }
}
