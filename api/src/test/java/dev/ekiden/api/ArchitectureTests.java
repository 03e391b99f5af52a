package dev.ekiden.api;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceRule;
import dev.ekiden.api.json.JsonFields;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.decide.Scheduler;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What STYLE.md demands of this module and a compiler does not check. */
class ArchitectureTests {
  private static final String API = "dev.ekiden.api.";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ekiden.api");

  /** What all features stand on, and what of it each of them may know. */
  private static final SortedMap<String, List<String>> BASE =
      new TreeMap<>(
          Map.of(
              "json", List.of(),
              "problem", List.of("json"),
              "registrar", List.of(),
              "registrar.projections", List.of("registrar"),
              "security", List.of("problem", "json"),
              "control", List.of("registrar", "problem")));

  /** From a package to one type of another; the reason why behind it. */
  private static final SortedMap<String, String> EXEMPT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("agents -> agentlink.AgentClocks", "heartbeats tell agents' time"),
              Map.entry("metrics -> agentlink.AgentClocks", "wrong clocks are counted"),
              Map.entry("json -> problem.Violation", "readers collect faults in the API's form"),
              Map.entry(
                  "agentlink -> artifacts.ArtifactStore", "agents download what was uploaded"),
              Map.entry("applications -> artifacts.ArtifactUris", "what is fetched must be there"),
              Map.entry(
                  "applications -> deployments.DeploymentJson", "an app shows its deployments"),
              Map.entry("applications -> routes.RouteNames", "an app shows its address"),
              Map.entry("instances -> agentlink.OnDemand", "agents are asked"),
              Map.entry("instances -> agentlink.Reader", "agents answer"),
              Map.entry("instances -> agentlink.Reading", "of whom the answer is"),
              Map.entry("instances -> applications.AppPaths", "an app's id stands in the path"),
              Map.entry("logs -> agentlink.AgentLogs", "agents have the logs"),
              Map.entry("logs -> instances.KnownInstances", "whose log it is"),
              Map.entry("metrics -> agentlink.AgentLink", "connections are counted, too"),
              Map.entry("plans -> applications.AppReader", "a plan is for an app definition"),
              Map.entry("plans -> artifacts.ArtifactUris", "what is fetched must be there"),
              Map.entry("plans -> routes.RouteNames", "a plan tells the future address"),
              Map.entry("queue -> applications.AppPaths", "an app's id stands in the path"),
              Map.entry("routes -> agentlink.Outbox", "routers are told as agents are")));

  @Test
  void features_know_the_base_and_not_each_other() {
    var broken = new TreeSet<String>();
    var used = new TreeSet<String>();
    for (var type : MAIN) {
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        arrow(dependency, broken, used);
      }
    }
    assertThat(broken).isEmpty();
    assertThat(used).as("exemptions still needed").isEqualTo(EXEMPT.keySet());
  }

  private static void arrow(
      Dependency dependency, Collection<String> broken, Collection<String> used) {
    var from = feature(dependency.getOriginClass());
    var to = feature(dependency.getTargetClass());
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      return;
    }
    var known = BASE.containsKey(from) ? BASE.get(from) : BASE.keySet();
    if (known.contains(to)) {
      return;
    }
    var arrow = from + " -> " + to + "." + outermost(dependency.getTargetClass());
    if (EXEMPT.containsKey(arrow)) {
      used.add(arrow);
    } else {
      broken.add(arrow + " in " + dependency.getOriginClass().getSimpleName());
    }
  }

  private static String feature(JavaClass type) {
    var name = type.getPackageName();
    return name.startsWith(API) ? name.substring(API.length()) : "";
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTests::outermost).orElse(type.getSimpleName());
  }

  @Test
  void no_package_depends_on_itself_by_way_of_others() {
    SliceRule rule = slices().matching("dev.ekiden.api.(*)..").should().beFreeOfCycles();
    // A reader of fields reports Violations, and problems are written as JSON.
    rule.ignoreDependency(JsonFields.class, Violation.class).check(MAIN);
  }

  @Test
  void only_the_control_loop_calls_the_scheduler() {
    noClasses()
        .that()
        .resideOutsideOfPackage(API + "control")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Scheduler.class)
        .check(MAIN);
  }

  @Test
  void http_is_the_business_of_resources_and_mappers() {
    noClasses()
        .that(
            describe(
                "are neither resources nor providers nor the application",
                (JavaClass type) ->
                    !type.isAnnotatedWith(Path.class)
                        && !type.isAnnotatedWith(Provider.class)
                        && !type.isEquivalentTo(MasterApplication.class)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
        .check(MAIN);
  }

  @Test
  void sql_is_the_business_of_the_registrar() {
    noClasses()
        .that()
        .resideOutsideOfPackage(API + "registrar..")
        .should()
        .dependOnClassesThat(
            describe(
                "do SQL",
                (JavaClass type) ->
                    !type.getName().equals("java.sql.SQLException")
                        && List.of("java.sql", "javax.sql", "jakarta.persistence")
                            .contains(type.getPackageName())))
        .check(MAIN);
  }

  @Test
  void every_package_is_null_marked() {
    var names = new TreeSet<String>();
    MAIN.forEach(type -> names.add(type.getPackageName()));
    assertThat(names).hasSizeGreaterThan(15);
    for (var name : names) {
      assertThat(MAIN.getPackage(name).isAnnotatedWith(NullMarked.class)).as(name).isTrue();
    }
  }

  @Test
  void names_say_what_a_thing_is() {
    noClasses().should().haveNameMatching(".*(Manager|Helper|Impl|Util|Utils)(\\$.*)?").check(MAIN);
  }

  @Test
  void threads_are_the_servers() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "a thread or an executor is made",
                call ->
                    List.of("java.lang.Thread", "java.util.concurrent.Executors")
                            .contains(call.getTargetOwner().getName())
                        && !List.of("currentThread", "interrupt", "setName", "start")
                            .contains(call.getName())))
        .check(MAIN);
  }
}
