package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.share.DominantShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has how much in the long run, if tasks come and go. */
class FairnessTests {
  private static final int AGENTS = 20;

  private static Desk cluster() {
    return Desk.of(
        OfferRules.DEFAULT,
        IntStream.range(0, AGENTS)
            .mapToObj(number -> agent("n" + number).capacity(8000, 8000, 0).ports(1, 1))
            .toArray(AgentBuilder[]::new));
  }

  /** Wants all it can get, in tasks of one kind; answers at once or after a while. */
  private record Hungry(FrameworkId id, long cpuMillis, long memMib, int secondsToAnswer) {
    void answer(Desk desk) {
      for (var offer : desk.offers(id)) {
        if (desk.now.isBefore(offer.at().plusSeconds(secondsToAnswer))) {
          continue;
        }
        var tasks = new ArrayList<Operation.Wanted>();
        var left = offer.resources();
        var need = new Resources(cpuMillis, memMib, 0);
        while (left.covers(need)) {
          left = left.without(need);
          var name = offer.id().text() + "-" + tasks.size();
          var spec = new dev.ekiden.core.foreign.TaskSpec(name, "", need, List.of(), "");
          tasks.add(new Operation.Wanted(offer.agent(), spec));
        }
        desk.launch(id, List.of(offer.id()), tasks.toArray(Operation.Wanted[]::new));
      }
    }
  }

  private static Hungry hungry(
      Desk desk, String name, double weight, long cpuMillis, long memMib, int secondsToAnswer) {
    var spec = new FrameworkSpec(name, "p", "u", List.of("*"), weight, Duration.ZERO, List.of());
    return new Hungry(desk.subscribe(spec), cpuMillis, memMib, secondsToAnswer);
  }

  /** Each second one of twenty tasks ends. Answers their mean shares over the second half. */
  private static double[] live(Desk desk, int seconds, Hungry... all) {
    var random = new SplittableRandom(7);
    var sums = new double[all.length];
    for (int second = 0; second < seconds; second++) {
      for (var task : List.copyOf(desk.book.tasks())) {
        if (random.nextInt(20) == 0) {
          desk.report(
              task.key().framework(), task.key().task(), task.agent().value(), TaskState.FINISHED);
        }
      }
      desk.tick();
      for (int i = 0; i < all.length; i++) {
        all[i].answer(desk);
        sums[i] +=
            second < seconds / 2
                ? 0
                : DominantShare.of(desk.book.used(all[i].id()), desk.pool.capacity());
      }
    }
    for (int i = 0; i < all.length; i++) {
      sums[i] /= seconds - seconds / 2;
    }
    return sums;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "3, 1", "1, 9"})
  void shares_of_the_hungry_are_as_their_weights(double one, double other) {
    var desk = cluster();
    var shares =
        live(desk, 300, hungry(desk, "a", one, 250, 250, 0), hungry(desk, "b", other, 250, 250, 0));
    assertThat(shares[0] + shares[1]).isGreaterThan(0.8);
    assertThat(shares[1] / (shares[0] + shares[1])).isCloseTo(other / (one + other), within(0.05));
  }

  @Test
  void dominant_shares_are_equal_where_one_needs_processors_and_the_other_memory() {
    var desk = cluster();
    var shares =
        live(desk, 300, hungry(desk, "cpu", 1, 400, 100, 0), hungry(desk, "mem", 1, 100, 400, 0));
    assertThat(shares[0]).isGreaterThan(0.5);
    assertThat(shares[1]).isCloseTo(shares[0], within(0.08));
  }

  @Test
  void who_answers_slowly_gets_what_he_answers_for_and_does_not_stop_the_other() {
    var desk = cluster();
    var shares =
        live(
            desk,
            300,
            hungry(desk, "slow", 1, 250, 250, 20),
            hungry(desk, "quick", 1, 250, 250, 0));
    assertThat(shares[1]).isGreaterThan(0.4);
    assertThat(shares[0]).isGreaterThan(0.05);
    assertThat(shares[0] + shares[1]).isGreaterThan(0.75);
  }

  @Test
  void a_hoarder_keeps_nothing_from_others() {
    var desk = cluster();
    desk.subscribe("hoarder");
    var shares = live(desk, 300, hungry(desk, "quick", 1, 250, 250, 0));
    assertThat(shares[0]).isGreaterThan(0.8);
  }

  @Test
  void nobody_starves_beside_one_who_declines_all() {
    var desk = cluster();
    var picky = desk.subscribe("a-picky");
    var quick = hungry(desk, "quick", 1, 250, 250, 0);
    double share = 0;
    for (int second = 0; second < 60; second++) {
      desk.tick();
      var ids = desk.offers(picky).stream().map(offer -> offer.id()).toList();
      desk.send(new ForeignCall.Decline(picky, ids, Double.NaN));
      quick.answer(desk);
      share = DominantShare.of(desk.book.used(quick.id()), desk.pool.capacity());
    }
    assertThat(share).isGreaterThan(0.9);
  }
}
