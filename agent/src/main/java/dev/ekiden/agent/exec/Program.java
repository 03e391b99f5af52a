package dev.ekiden.agent.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs a program to its end, whoever interrupts: what it does to the machine must be known. */
public final class Program {
  private static final int NOT_RUN = 127;

  private Program() {}

  /** How it ended and all that it said on both streams. */
  public record Outcome(int code, String said) {
    public boolean ok() {
      return code == 0;
    }

    /** On one line, for people. */
    public String line() {
      return said.strip().replaceAll("\\s+", " ");
    }
  }

  /** Without input; one that is not there has ended as a shell would say it. */
  public static Outcome run(List<String> command) {
    return run(command, "", Map.of());
  }

  /** The same with input, and with more in its environment. */
  public static Outcome run(List<String> command, String input, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Outcome(NOT_RUN, String.valueOf(e.getMessage())); // not installed
    }
    try (var output = process.getInputStream()) {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      } catch (IOException _) {
        // It has ended without reading all of it, and says why.
      }
      var said = new String(output.readAllBytes(), UTF_8);
      return new Outcome(waitFor(process), said);
    } catch (IOException e) {
      return new Outcome(NOT_RUN, String.valueOf(e.getMessage()));
    }
  }

  /** It must work. */
  public static String must(List<String> command) throws IOException {
    var outcome = run(command);
    if (!outcome.ok()) {
      throw new IOException("%s failed: %s".formatted(command.getFirst(), outcome.line()));
    }
    return outcome.said();
  }

  private static int waitFor(Process process) {
    var interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
