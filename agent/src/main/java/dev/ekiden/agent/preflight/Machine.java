package dev.ekiden.agent.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads facts of a machine.
 *
 * @param root {@code /} but for tests
 */
record Machine(Path root) {
  private static final List<String> BINARIES =
      List.of("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin");
  private static final Pattern VERSION = Pattern.compile("(\\d+(?:\\.\\d+)+)");

  /** Numbers between dots, such as 1.1.5. */
  record Version(List<Integer> parts) {
    static Optional<Version> in(String text) {
      var match = VERSION.matcher(text);
      return match.find()
          ? Optional.of(
              new Version(
                  Arrays.stream(match.group(1).split("\\.")).map(Integer::valueOf).toList()))
          : Optional.empty();
    }

    boolean atLeast(int... wanted) {
      return IntStream.range(0, wanted.length)
          .map(i -> Integer.compare(i < parts.size() ? parts.get(i) : 0, wanted[i]))
          .filter(order -> order != 0)
          .mapToObj(order -> order > 0)
          .findFirst()
          .orElse(true);
    }

    @Override
    public String toString() {
      return String.join(".", parts.stream().map(String::valueOf).toList());
    }
  }

  Path at(String path) {
    return root.resolve(path);
  }

  boolean has(String path) {
    return Files.exists(at(path));
  }

  /** Empty if the file is not there or may not be read. */
  List<String> lines(String path) {
    try {
      return Files.readAllLines(at(path));
    } catch (IOException | UncheckedIOException _) {
      return List.of();
    }
  }

  String first(String path) {
    return lines(path).stream().findFirst().orElse("").strip();
  }

  /** What follows a name on its line, such as {@code Uid:} in /proc/self/status. */
  String after(String path, String name) {
    return lines(path).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("");
  }

  Optional<Path> program(String name) {
    return BINARIES.stream()
        .map(directory -> at(directory).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a program says its version is; empty if it says none. */
  Optional<Version> version(Path program, String option) throws IOException {
    var process = new ProcessBuilder(program.toString(), option).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      process.getOutputStream().close();
      var said = new String(output.readAllBytes(), UTF_8);
      process.waitFor();
      return Version.in(said);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted: " + program);
    }
  }
}
