package dev.ekiden.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the agent's parts may know of each other and of the world. */
class ArchitectureTests {
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ekiden.agent");

  @Test
  void of_ekiden_the_agent_knows_only_the_wire_and_the_model() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "other modules and core's decisions",
                type ->
                    type.getPackageName().startsWith("dev.ekiden")
                        && !type.getPackageName().startsWith("dev.ekiden.agent")
                        && !type.getPackageName().equals("dev.ekiden.core.wire")
                        && !type.getPackageName().equals("dev.ekiden.core.model")))
        .check(AGENT);
  }

  @Test
  void deciding_the_next_step_is_pure() {
    classes()
        .that()
        .resideInAPackage("dev.ekiden.agent.instance")
        .should()
        .onlyDependOnClassesThat(describe("plain values", ArchitectureTests::isPlain))
        .check(AGENT);
  }

  private static boolean isPlain(JavaClass type) {
    var name = type.getPackageName();
    var impure =
        type.isAssignableTo(Thread.class)
            || type.isEquivalentTo(System.class)
            || type.isEquivalentTo(Runtime.class)
            || type.isEquivalentTo(Process.class)
            || type.isEquivalentTo(ProcessBuilder.class);
    return !impure
        && (name.isEmpty() // primitives
            || name.equals("java.lang")
            || name.equals("java.lang.invoke")
            || name.equals("java.lang.runtime")
            || name.equals("java.util")
            || name.equals("java.util.function")
            || name.equals("org.jspecify.annotations")
            || name.equals("dev.ekiden.core.wire")
            || name.equals("dev.ekiden.agent.instance"));
  }

  /**
   * Clocks are set; what must last is measured by nanoTime or Uptime. Why these may look at one.
   */
  private static final TreeMap<String, String> LOOK_AT_THE_CLOCK =
      new TreeMap<>(
          Map.of(
              "Meter", "samples say the time of day, for people",
              "Asking", "reports say the time of day, for people",
              "Main", "a new data directory's reports are numbered above an older one's",
              "Connection", "a heartbeat says the time of day, for people",
              "Hands", "reports say the time of day, for people",
              "InstanceDir$Kill", "for older agents",
              "InstanceLoop", "reports say the time of day, for people",
              "Supervisor", "reports say the time of day, for people",
              "Artifacts", "which file in the cache was used longest ago: a jump costs a download",
              "Router", "certificates are valid by the clock, for all who see them"));

  @Test
  void durations_are_not_measured_with_the_clock() {
    var looking = new TreeSet<String>();
    for (var type : AGENT) {
      type.getMethodCallsFromSelf().stream()
          .filter(call -> List.of("currentTimeMillis", "now").contains(call.getName()))
          .filter(
              call ->
                  call.getTargetOwner().isEquivalentTo(System.class)
                      || call.getTargetOwner().getPackageName().equals("java.time"))
          .forEach(_ -> looking.add(type.getName().substring(type.getPackageName().length() + 1)));
    }
    assertThat(looking).isEqualTo(LOOK_AT_THE_CLOCK.keySet());
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("dev.ekiden.agent.(*)..").should().beFreeOfCycles().check(AGENT);
  }

  @Test
  void only_one_class_touches_cgroup_files() {
    noClasses()
        .that()
        .resideInAPackage("dev.ekiden.agent.cgroup")
        .and()
        .doNotHaveSimpleName("CgroupDir")
        .and()
        .doNotHaveSimpleName("Cgroups") // looks which version it is
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .check(AGENT);
  }

  @Test
  void every_package_is_null_marked() throws ClassNotFoundException {
    var packages = new TreeSet<String>();
    AGENT.forEach(type -> packages.add(type.getPackageName()));
    for (var name : packages) {
      assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
          .as(name)
          .isTrue();
    }
  }
}
