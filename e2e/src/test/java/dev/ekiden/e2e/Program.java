package dev.ekiden.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs to its end while we wait. */
public final class Program {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Program() {}

  /** What it left: exit status and all it said. */
  public record Result(List<String> words, int exit, String out, String err) {
    /** Itself, if the exit status is 0. */
    public Result orFail() {
      if (exit != 0) {
        throw new AssertionError(
            "%s ended with %d%n%s%n%s".formatted(String.join(" ", words), exit, out, err));
      }
      return this;
    }
  }

  /** Runs {@code words} in {@code folder}. Output goes through files: daemons may keep it open. */
  public static Result run(Path folder, List<String> words) {
    return run(folder, words, Map.of());
  }

  /** The same with more in its environment. */
  public static Result run(Path folder, List<String> words, Map<String, String> environment) {
    try {
      var out = Files.createTempFile(Ekiden.TARGET, "out-", ".txt");
      var err = Files.createTempFile(Ekiden.TARGET, "err-", ".txt");
      try {
        var builder =
            new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(words + " has not ended\n" + Files.readString(err));
        }
        return new Result(words, process.exitValue(), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + words, e);
    }
  }
}
