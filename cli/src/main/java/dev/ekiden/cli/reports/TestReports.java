package dev.ekiden.cli.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The XML reports that Surefire and Failsafe leave in each module's {@code target}. */
public final class TestReports {
  private static final List<String> FOLDERS =
      List.of("target/surefire-reports", "target/failsafe-reports");

  private final Path root;

  /** Reports of the modules right below {@code root}. */
  public TestReports(Path root) {
    this.root = root;
  }

  /** Deletes reports of earlier runs. */
  public void clear() {
    for (var module : modules()) {
      reports(module).forEach(TestReports::delete);
    }
  }

  /** Sums up what is there; modules without a report are left out. */
  public TestSummary read() {
    var found = new ArrayList<TestSummary.Module>();
    var broken = new ArrayList<TestSummary.Broken>();
    for (var module : modules()) {
      var name = module.getFileName().toString();
      var reports = reports(module).stream().map(Report::read).toList();
      reports.stream()
          .map(report -> report.counts(name))
          .reduce(TestSummary.Module::plus)
          .ifPresent(found::add);
      reports.forEach(report -> broken.addAll(report.broken()));
    }
    return new TestSummary(found, broken);
  }

  private List<Path> modules() {
    try (var folders = Files.list(root)) {
      return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> reports(Path module) {
    var all = new ArrayList<Path>();
    for (var folder : FOLDERS) {
      if (Files.isDirectory(module.resolve(folder))) {
        try (var files = Files.newDirectoryStream(module.resolve(folder), "TEST-*.xml")) {
          files.forEach(all::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return all;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
