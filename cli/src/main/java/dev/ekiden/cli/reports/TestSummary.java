package dev.ekiden.cli.reports;

import java.util.List;

/** Tests that ran, by module, and those that did not pass. */
public record TestSummary(List<Module> modules, List<Broken> broken) {
  /** What is shown of one test and of how many; the reports have the rest. */
  private static final int MOST_LINES = 30;

  private static final int MOST_TESTS = 20;

  /** A test that failed, or broke off with an error, and what it said, stack trace included. */
  public record Broken(String test, String text) {
    String shown() {
      var lines = text.lines().filter(line -> !line.startsWith("\tat org.junit.")).toList();
      var more = lines.size() > MOST_LINES ? "\n    …" : "";
      return "%n%s%n    %s%s%n"
          .formatted(
              test,
              String.join("\n    ", lines.subList(0, Math.min(MOST_LINES, lines.size()))),
              more);
    }
  }

  /** Counts of one module; {@code classes} are those that have a report. */
  public record Module(String name, int classes, int tests, int failed, int skipped) {
    int passed() {
      return tests - failed - skipped;
    }

    Module plus(Module other) {
      return new Module(
          name,
          classes + other.classes,
          tests + other.tests,
          failed + other.failed,
          skipped + other.skipped);
    }
  }

  /** Keeps copies. */
  public TestSummary {
    modules = List.copyOf(modules);
    broken = List.copyOf(broken);
  }

  /** Whether not a single test ran. */
  public boolean isEmpty() {
    return total().passed() + total().failed() == 0;
  }

  /** Tests that failed, or broke off with an error. */
  public int failed() {
    return total().failed();
  }

  /** What did not pass and why, one line per module, and the final count. */
  public String text() {
    var text = new StringBuilder();
    broken.stream().limit(MOST_TESTS).map(Broken::shown).forEach(text::append);
    text.append(
        "%n%-16s %8s %8s %8s %8s%n".formatted("MODULE", "CLASSES", "PASSED", "FAILED", "SKIPPED"));
    for (var m : modules) {
      text.append(
          "%-16s %8d %8d %8d %8d%n"
              .formatted(m.name(), m.classes(), m.passed(), m.failed(), m.skipped()));
    }
    var all = total();
    return text
        + "%nTests: %d passed, %d failed, %d skipped"
            .formatted(all.passed(), all.failed(), all.skipped());
  }

  private Module total() {
    return modules.stream().reduce(new Module("total", 0, 0, 0, 0), Module::plus);
  }
}
