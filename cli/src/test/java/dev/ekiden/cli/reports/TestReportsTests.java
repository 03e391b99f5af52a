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
  void tells_what_a_test_that_failed_said() throws IOException {
    var reports = Files.createDirectories(root.resolve("api/target/failsafe-reports"));
    Files.writeString(root.resolve("api/pom.xml"), "<project/>");
    Files.writeString(
        reports.resolve("TEST-A.xml"),
        """
        <testsuite name="A" time="0.1" tests="2" errors="0" skipped="0" failures="1">
          <testcase classname="dev.A" name="good"/>
          <testcase classname="dev.A" name="bad">
            <failure message="restart ended with 1" type="x"><![CDATA[restart ended with 1
        master-2 did not serve within 240 s
        \tat dev.A.bad(A.java:1)]]></failure>
            <system-out>much</system-out>
          </testcase>
        </testsuite>
        """);
    var summary = new TestReports(root).read();
    assertThat(summary.text())
        .contains("dev.A.bad", "master-2 did not serve within 240 s")
        .doesNotContain("dev.A.good", "much")
        .endsWith("\nTests: 1 passed, 1 failed, 0 skipped");
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
