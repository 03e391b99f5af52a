package dev.ekiden.cli.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The XML report of one test class. */
record Report(int tests, int failed, int skipped, List<TestSummary.Broken> broken) {
  Report {
    broken = List.copyOf(broken);
  }

  TestSummary.Module counts(String module) {
    return new TestSummary.Module(module, 1, tests, failed, skipped);
  }

  static Report read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return read(XMLInputFactory.newFactory().createXMLStreamReader(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("not a test report: " + file, e);
    }
  }

  private static Report read(XMLStreamReader xml) throws XMLStreamException {
    int tests = 0;
    int failed = 0;
    int skipped = 0;
    var test = "";
    var broken = new ArrayList<TestSummary.Broken>();
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamReader.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "testsuite" -> {
          tests = number(xml, "tests");
          failed = number(xml, "failures") + number(xml, "errors");
          skipped = number(xml, "skipped");
        }
        case "testcase" ->
            test =
                "%s.%s"
                    .formatted(
                        xml.getAttributeValue(null, "classname"),
                        xml.getAttributeValue(null, "name"));
        case "failure", "error" ->
            broken.add(new TestSummary.Broken(test, xml.getElementText().strip()));
        default -> {
          // output and properties, which can be read in the file
        }
      }
    }
    return new Report(tests, failed, skipped, broken);
  }

  private static int number(XMLStreamReader xml, String name) {
    return Integer.parseInt(xml.getAttributeValue(null, name));
  }
}
