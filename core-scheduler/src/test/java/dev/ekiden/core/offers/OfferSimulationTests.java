package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main test of offers: see {@link OfferSimulation} for the weather and {@link OfferInvariants}
 * for what is checked after every step. A seed that once failed is kept in the list for ever.
 */
class OfferSimulationTests {
  private static final int STEPS = 600;

  static LongStream seeds() {
    return LongStream.of(1, 2, 3, 4, 5, System.nanoTime());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatever_frameworks_do_the_rules_hold_and_the_working_ones_get_work_done(long seed) {
    var simulation = new OfferSimulation(seed);
    simulation.run(STEPS);
    simulation.calmDown(120);
    var book = simulation.desk.book;
    for (var name : new String[] {"greedy0", "slow0"}) {
      assertThat(book.framework(new FrameworkId(name))).isPresent();
      assertThat(book.used(new FrameworkId(name))).as(name).isNotEqualTo(Resources.NONE);
    }
    assertThat(book.unreachable()).isEmpty();
    replay(simulation);
  }

  /** The facts, once through JSON, give the same book and take the same room. */
  private static void replay(OfferSimulation simulation) {
    var mapper = new JsonMapper();
    var live = simulation.desk;
    var book = new ForeignBook();
    var pool = new Pool();
    live.pool.agents().stream()
        .sorted((one, other) -> live.pool.slotOf(one) - live.pool.slotOf(other))
        .forEach(
            id -> pool.put(agent(id.value()).capacity(8000, 8000, 1000).build(), Standing.OPEN));
    int next = 0;
    for (int i = 0; i <= live.log.size(); i++) {
      while (next < simulation.changes.size() && simulation.changes.get(next).facts() == i) {
        simulation.changes.get(next++).change().accept(pool);
      }
      if (i < live.log.size()) {
        var text = mapper.writeValueAsString(live.log.get(i));
        book.apply(mapper.readValue(text, ForeignFact.class), pool);
      }
    }
    assertThat(book.contents()).isEqualTo(live.book.contents());
    for (int slot = 0; slot < pool.slots(); slot++) {
      assertThat(pool.used(slot)).isEqualTo(live.pool.used(slot));
    }
  }

  @Test
  void the_same_seed_gives_the_same_facts_byte_for_byte() {
    assertThat(journal(7)).isEqualTo(journal(7));
  }

  private static String journal(long seed) {
    var simulation = new OfferSimulation(seed);
    simulation.run(200);
    var mapper = new JsonMapper();
    var lines = new StringBuilder();
    simulation.desk.log.forEach(fact -> lines.append(mapper.writeValueAsString(fact)).append('\n'));
    return lines.toString();
  }

  @Test
  void the_weather_is_bad_enough_for_every_fact_to_occur() {
    var simulation = new OfferSimulation(1);
    simulation.run(STEPS);
    var seen = new TreeSet<String>();
    simulation.desk.log.forEach(fact -> seen.add(fact.getClass().getSimpleName()));
    assertThat(Arrays.stream(ForeignFact.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .allMatch(seen::contains);
    assertThat(ForeignFact.Why.values())
        .allMatch(
            why ->
                simulation.desk.log.stream()
                    .anyMatch(
                        fact ->
                            fact instanceof ForeignFact.OffersRescinded rescinded
                                && rescinded.why() == why));
  }
}
