package dev.ekiden.cli.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

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
    for (var module : modules()) {
      var name = module.getFileName().toString();
      reports(module).stream()
          .map(file -> read(name, file))
          .reduce(TestSummary.Module::plus)
          .ifPresent(found::add);
    }
    return new TestSummary(found);
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

  private static TestSummary.Module read(String module, Path file) {
    try (var in = Files.newInputStream(file)) {
      var xml = XMLInputFactory.newFactory().createXMLStreamReader(in);
      while (!(xml.isStartElement() && xml.getLocalName().equals("testsuite"))) {
        xml.next();
      }
      int failed =
          Integer.parseInt(xml.getAttributeValue(null, "failures"))
              + Integer.parseInt(xml.getAttributeValue(null, "errors"));
      return new TestSummary.Module(
          module,
          1,
          Integer.parseInt(xml.getAttributeValue(null, "tests")),
          failed,
          Integer.parseInt(xml.getAttributeValue(null, "skipped")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("not a test report: " + file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
