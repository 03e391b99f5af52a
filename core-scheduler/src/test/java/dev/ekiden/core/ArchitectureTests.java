package dev.ekiden.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What STYLE.md demands of this module and a compiler does not check. */
class ArchitectureTests {
  private static final String CORE = "dev.ekiden.core.";
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ekiden.core");

  /** Each call is one that reads a clock, draws chance or iterates in an order salted per start. */
  private static final List<String> BANNED_CALLS =
      List.of(
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getProperty",
          "java.lang.System.getenv",
          "java.lang.System.identityHashCode",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Map.copyOf",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toMap",
          "java.util.stream.Collectors.groupingBy",
          "java.util.stream.Collectors.partitioningBy");

  /** LinkedHashMap is in the order of its entries and allowed. */
  private static final List<String> BANNED_TYPES =
      List.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.time.Clock",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.System$Logger");

  @ParameterizedTest(name = "{0} knows {1} only")
  @CsvSource({
    "model, model",
    "pool, pool model",
    "foreign, foreign pool model",
    "state, state foreign pool model",
    "place, place state pool model",
    "rollout, rollout state pool model",
    "supervise, supervise state pool model",
    "jobs, jobs state foreign pool model",
    "share, share state pool model",
    "offers, offers foreign share state pool model",
    "decide, decide jobs offers place rollout supervise share state foreign pool model",
    "wire, wire",
  })
  void arrows_lead_from_deciding_to_values(String from, String known) {
    var allowed =
        List.of(known.split(" ")).stream().map(name -> CORE + name).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(CORE + from)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.ekiden..").and(not(resideInAnyPackage(allowed))))
        .check(MAIN);
  }

  @Test
  void every_package_has_its_place_among_the_arrows() {
    assertThat(packages().stream().map(name -> name.substring(CORE.length())))
        .containsExactly(
            "decide",
            "foreign",
            "jobs",
            "model",
            "offers",
            "place",
            "pool",
            "rollout",
            "share",
            "state",
            "supervise",
            "wire");
  }

  @Test
  void nothing_foreign_comes_in_but_labels() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.ekiden.core..",
                "java..",
                "com.fasterxml.jackson.annotation..",
                "org.jspecify.annotations..",
                // For one class; see the next rule.
                "com.cronutils.."))
        .check(MAIN);
    // What a crontab line means at the edges is better learnt than guessed: docs/adr/0008.
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(CORE + "jobs.Cron")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.cronutils..")
        .check(MAIN);
  }

  @Test
  void nothing_is_read_written_sent_logged_or_run_beside() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio..",
            "java.net..",
            "java.sql..",
            "java.util.logging..",
            "java.util.concurrent..",
            "java.util.random..",
            "java.security..",
            "java.lang.reflect..",
            "java.lang.ref..")
        .check(MAIN);
  }

  @Test
  void no_clock_chance_thread_or_salted_collection_is_used() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are banned", (JavaClass type) -> BANNED_TYPES.contains(type.getName())))
        .check(MAIN);
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "the call is banned",
                (JavaCall<?> call) ->
                    BANNED_CALLS.contains(call.getTargetOwner().getName() + "." + call.getName())))
        .check(MAIN);
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a stream goes parallel", (JavaCall<?> call) -> call.getName().contains("arallel")))
        .check(MAIN);
  }

  @Test
  void every_package_is_null_marked() {
    for (var name : packages()) {
      assertThat(MAIN.getPackage(name).isAnnotatedWith(NullMarked.class)).as(name).isTrue();
    }
  }

  @Test
  void names_say_what_a_thing_is() {
    noClasses().should().haveNameMatching(".*(Manager|Helper|Impl|Util|Utils)(\\$.*)?").check(MAIN);
  }

  private static Collection<String> packages() {
    return MAIN.stream().map(JavaClass::getPackageName).distinct().sorted().toList();
  }
}
