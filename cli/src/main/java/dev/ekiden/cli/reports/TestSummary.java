package dev.ekiden.cli.reports;

import java.util.List;

/** Tests that ran, by module. */
public record TestSummary(List<Module> modules) {
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

  /** Keeps a copy. */
  public TestSummary {
    modules = List.copyOf(modules);
  }

  /** Whether not a single test ran. */
  public boolean isEmpty() {
    return total().passed() + total().failed() == 0;
  }

  /** Tests that failed, or broke off with an error. */
  public int failed() {
    return total().failed();
  }

  /** One line per module and the final count. */
  public String text() {
    var text =
        new StringBuilder(
            "%n%-16s %8s %8s %8s %8s%n"
                .formatted("MODULE", "CLASSES", "PASSED", "FAILED", "SKIPPED"));
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
