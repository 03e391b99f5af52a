package dev.ekiden.core.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.StateDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main test of the scheduler: see {@link Simulation} for the world, {@link Weather} and {@link
 * People} for what happens in it, and {@link Law} for what must hold after every step. A fixed set
 * of seeds and fresh ones each time. A seed that once failed is kept in the list for ever.
 */
class SimulationTests {
  private static final int SHORT = 800;

  /**
   * Nobody unpauses an app but an operator, and he does it too seldom; frameworks are not here; and
   * on ports nothing is decided, so they are not worth another course of all kept seeds.
   */
  private static final List<String> NOT_EXPECTED =
      List.of("AppUnpaused", "Foreign", "InstanceListened");

  /** Seeds that failed once, and why: the scheduler broke a rule, or the simulation misread one. */
  private static final long[] KEPT = {
    6,
    101260, // a paused deployment ended what was to be replaced
    2, // scaling down evenly went below the minimum
    5010, // asking what is in the way started one too many
    1189,
    1228, // an older version preempted by the band it once had
    3,
    5,
    32,
    38, // a service made a job stood for one of its instances, for ever
    8,
    12,
    25,
    42,
    56,
    1007,
    1060,
    1318,
    1072,
    20112,
    102458,
    300510,
    302213, // misread
    39_649_849_159L, // misread: the only machine left had come back as one without readiness checks
  };

  static LongStream smallSeeds() {
    return LongStream.concat(LongStream.of(KEPT), fresh(20));
  }

  static LongStream mediumSeeds() {
    return LongStream.concat(LongStream.of(1), fresh(1));
  }

  private static LongStream fresh(int count) {
    long first = System.nanoTime() / 1000;
    return LongStream.range(first, first + count);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("smallSeeds")
  void whatever_happens_the_rules_hold_and_in_the_end_everybody_has_what_he_wants(long seed) {
    runAndSettle(Size.SMALL, seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("mediumSeeds")
  void so_it_is_with_hundreds_of_agents(long seed) {
    runAndSettle(Size.MEDIUM, seed);
  }

  @Test
  void so_it_is_with_thousands_of_agents_and_apps() {
    runAndSettle(Size.LARGE, 1);
  }

  private static void runAndSettle(Size size, long seed) {
    var simulation = new Simulation(size, seed, Mutant.NONE);
    simulation.run(size.steps());
    simulation.settle();
  }

  @Test
  void the_journal_read_from_json_gives_the_same_state() {
    var simulation = new Simulation(Size.SMALL, 7, Mutant.NONE);
    simulation.run(Size.SMALL.steps());
    var mapper =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
    var rebuilt = new ClusterState();
    SimulationRun.json(simulation)
        .lines()
        .forEach(line -> rebuilt.apply(mapper.readValue(line, Fact.class)));
    assertThat(StateDump.of(rebuilt)).isEqualTo(StateDump.of(simulation.journal.replay()));
  }

  @Test
  void the_same_seed_gives_the_same_facts_byte_for_byte_in_another_jvm() throws Exception {
    var here = new Simulation(Size.SMALL, 7, Mutant.NONE);
    here.run(SHORT);
    assertThat(elsewhere(7)).isEqualTo(SimulationRun.json(here));
  }

  private static String elsewhere(long seed) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulationRun.class.getName(),
                "--journal",
                "--seed",
                Long.toString(seed),
                "--steps",
                Integer.toString(SHORT))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.getInputStream()) {
      var journal = new String(out.readAllBytes(), UTF_8);
      assertThat(process.waitFor()).isZero();
      return journal;
    }
  }

  @Test
  void the_weather_is_bad_enough_for_every_fact_to_occur() {
    var seen = new TreeSet<String>();
    for (long seed = 1; seed <= 6; seed++) {
      var simulation = new Simulation(Size.SMALL, seed, Mutant.NONE);
      simulation.run(Size.SMALL.steps());
      simulation.journal.facts().forEach(fact -> seen.add(fact.getClass().getSimpleName()));
    }
    var all =
        Arrays.stream(Fact.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .filter(name -> !NOT_EXPECTED.contains(name))
            .toList();
    assertThat(seen).containsAll(all);
  }
}
