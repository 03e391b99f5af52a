package dev.ekiden.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** Hibernate finds nothing by scanning in Liberty: what persistence.xml forgets does not exist. */
class PersistenceTests {
  @Test
  void persistence_xml_names_every_entity()
      throws IOException, ParserConfigurationException, SAXException {
    var entities =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.ekiden.api")
                .stream()
                .filter(PersistenceTests::isMapped)
                .map(JavaClass::getName)
                .toList();
    var named = new ArrayList<String>();
    try (var in = PersistenceTests.class.getResourceAsStream("/META-INF/persistence.xml")) {
      var document =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(Objects.requireNonNull(in));
      var elements = document.getElementsByTagName("class");
      for (int i = 0; i < elements.getLength(); i++) {
        named.add(elements.item(i).getTextContent().trim());
      }
    }
    assertThat(entities).isNotEmpty();
    assertThat(named).containsExactlyInAnyOrderElementsOf(entities);
  }

  private static boolean isMapped(JavaClass type) {
    return type.isAnnotatedWith(Entity.class)
        || type.isAnnotatedWith(Embeddable.class)
        || type.isAnnotatedWith(MappedSuperclass.class);
  }
}
