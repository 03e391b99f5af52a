package dev.ekiden.cli.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportsTests {
  @TempDir private Path root;

  @Test
  void counts_unit_and_server_tests_of_each_module() throws IOException {
    report("api", "surefire-reports", "A", 10, 0, 0, 2);
    report("api", "failsafe-reports", "B", 3, 1, 1, 0);
    report("core", "surefire-reports", "C", 5, 0, 0, 0);
    var summary = new TestReports(root).read();
    assertThat(summary.modules())
        .containsExactly(
            new TestSummary.Module("api", 2, 13, 2, 2), new TestSummary.Module("core", 1, 5, 0, 0));
    assertThat(summary.text()).endsWith("\nTests: 14 passed, 2 failed, 2 skipped");
    assertThat(summary.failed()).isEqualTo(2);
  }

  @Test
  void nothing_ran_if_there_is_no_report_or_all_were_skipped() throws IOException {
    assertThat(new TestReports(root).read().isEmpty()).isTrue();
    report("api", "surefire-reports", "A", 2, 0, 0, 2);
    assertThat(new TestReports(root).read().isEmpty()).isTrue();
  }

  @Test
  void reports_of_earlier_runs_do_not_count() throws IOException {
    report("api", "surefire-reports", "A", 2, 0, 0, 0);
    var reports = new TestReports(root);
    reports.clear();
    assertThat(reports.read().isEmpty()).isTrue();
  }

  private void report(
      String module, String folder, String name, int tests, int failures, int errors, int skipped)
      throws IOException {
    var reports = Files.createDirectories(root.resolve(module).resolve("target").resolve(folder));
    Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    Files.writeString(
        reports.resolve("TEST-" + name + ".xml"),
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="%s" time="0.1" tests="%d" errors="%d" skipped="%d" failures="%d">
          <testcase name="x"/>
        </testsuite>
        """
            .formatted(name, tests, errors, skipped, failures));
  }
}
