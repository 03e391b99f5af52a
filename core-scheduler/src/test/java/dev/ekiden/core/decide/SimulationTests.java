package dev.ekiden.core.decide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.StateDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main test of the scheduler: see {@link Simulation} for the weather and {@link Invariants} for
 * what is checked after every step. A seed that once failed is kept in the list for ever.
 */
class SimulationTests {
  private static final int STEPS = 1000;
  private static final int SHORT = 300;

  static LongStream seeds() {
    return LongStream.of(1, 2, 3, 4, 5, System.nanoTime());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatever_happens_the_rules_hold_and_in_the_end_everybody_has_what_he_wants(long seed) {
    var simulation = new Simulation(seed);
    simulation.run(STEPS);
    simulation.calmDown();
    simulation.checkConverged();
    var mapper =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
    var rebuilt = new ClusterState();
    simulation.journal().lines().forEach(line -> rebuilt.apply(mapper.readValue(line, Fact.class)));
    assertThat(StateDump.of(rebuilt)).isEqualTo(StateDump.of(simulation.state));
    assertThat(StateDump.of(rebuilt).toString())
        .isEqualTo(StateDump.of(simulation.state).toString());
  }

  @Test
  void the_same_seed_gives_the_same_facts_byte_for_byte_in_another_jvm() throws Exception {
    var here = new Simulation(7);
    here.run(SHORT);
    var again = new Simulation(7);
    again.run(SHORT);
    assertThat(again.journal()).isEqualTo(here.journal());
    assertThat(elsewhere(7)).isEqualTo(here.journal());
  }

  private static String elsewhere(long seed) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Simulation.class.getName(),
                Long.toString(seed),
                Integer.toString(SHORT))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.getInputStream()) {
      var journal = new String(out.readAllBytes(), UTF_8);
      assertThat(process.waitFor()).isZero();
      return journal;
    }
  }
}
