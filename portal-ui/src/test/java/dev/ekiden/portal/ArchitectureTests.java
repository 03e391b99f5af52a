package dev.ekiden.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.vaadin.flow.router.Route;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTests {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ekiden.portal");

  @Test
  void speaks_to_the_rest_of_the_house_by_http_only() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ekiden.core..", "dev.ekiden.api..", "dev.ekiden.agent..")
        .check(CLASSES);
  }

  @Test
  void leaves_http_to_the_clients_and_to_signing_in() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..client..", "..session..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "jakarta.ws.rs..", "dev.ekiden.portal.session..")
        .check(CLASSES);
  }

  @Test
  void keeps_pages_out_of_the_clients() {
    noClasses()
        .that()
        .resideInAPackage("..client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.vaadin..", "dev.ekiden.portal.base..")
        .check(CLASSES);
  }

  @Test
  void has_no_cycle_between_packages() {
    slices().matching("dev.ekiden.portal.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void lets_nobody_extend_a_page_or_a_servlet() {
    classes()
        .that()
        .areAnnotatedWith(Route.class)
        .or()
        .areAssignableTo(HttpServlet.class)
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .check(CLASSES);
  }

  @Test
  void marks_every_package_as_free_of_nulls() {
    var unmarked = new ArrayList<String>();
    var open = new ArrayDeque<JavaPackage>(List.of(CLASSES.getPackage("dev.ekiden.portal")));
    while (!open.isEmpty()) {
      var next = open.removeFirst();
      open.addAll(next.getSubpackages());
      if (!next.getClasses().isEmpty() && !next.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(next.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.vaadin.flow.component.charts.Chart",
        "com.vaadin.flow.component.dashboard.Dashboard",
        "com.vaadin.flow.component.board.Board",
        "com.vaadin.flow.component.crud.Crud",
        "com.vaadin.flow.component.gridpro.GridPro",
        "com.vaadin.flow.component.map.Map",
        "com.vaadin.flow.component.richtexteditor.RichTextEditor",
        "com.vaadin.flow.component.spreadsheet.Spreadsheet",
        "com.vaadin.collaborationengine.CollaborationEngine",
        "org.jboss.resteasy.core.ResteasyDeploymentImpl"
      })
  void has_no_commercial_part_and_no_second_server(String name) {
    assertThat(getClass().getClassLoader().getResource(name.replace('.', '/') + ".class")).isNull();
  }
}
