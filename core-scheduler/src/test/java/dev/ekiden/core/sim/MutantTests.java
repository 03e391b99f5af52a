package dev.ekiden.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shows that the simulation bites: each rule broken on purpose is noticed, and in time. */
class MutantTests {
  /** Of bad weather, in each run; calm follows. */
  private static final int STEPS = 3000;

  /** All runs together until a broken rule is noticed, calm weather included. */
  private static final int WITHIN = 60_000;

  @ParameterizedTest
  @EnumSource(Mutants.class)
  void each_broken_rule_is_noticed(Mutants mutant) {
    int before = 0;
    for (long seed = 1; before < WITHIN; seed++) {
      var simulation = new Simulation(Size.SMALL, seed, mutant.make());
      var failure = catchThrowableOfType(Failure.class, () -> run(simulation));
      if (failure != null) {
        int steps = before + failure.step;
        System.out.printf("%-26s %-12s step %6d%n", mutant, failure.law, steps);
        assertThat(mutant.laws).as(failure.getMessage()).contains(failure.law);
        assertThat(steps).isLessThanOrEqualTo(WITHIN);
        return;
      }
      before += simulation.steps();
    }
    fail("%s was not noticed within %d steps", mutant, before);
  }

  private static void run(Simulation simulation) {
    simulation.run(STEPS);
    simulation.settle();
  }

  @Test
  void there_are_enough_of_them() {
    assertThat(Mutants.values()).hasSizeGreaterThanOrEqualTo(15);
  }
}
