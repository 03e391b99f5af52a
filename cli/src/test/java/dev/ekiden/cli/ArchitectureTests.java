package dev.ekiden.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ekiden.cli");

  @Test
  void depends_on_no_other_module() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.ekiden.core..", "dev.ekiden.agent..", "dev.ekiden.api..", "dev.ekiden.portal..")
        .check(CLASSES);
  }

  @Test
  void the_machine_package_knows_nothing_of_our_processes() {
    noClasses()
        .that()
        .resideInAPackage("..cli.machine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..cli.local..", "..cli.reports..")
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("dev.ekiden.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() throws ClassNotFoundException {
    var packages = new HashSet<String>();
    CLASSES.forEach(type -> packages.add(type.getPackageName()));
    for (var name : packages) {
      var info = Class.forName(name + ".package-info");
      assertThat(info.isAnnotationPresent(NullMarked.class)).as(name).isTrue();
    }
  }
}
