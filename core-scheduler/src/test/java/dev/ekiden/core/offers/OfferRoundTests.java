package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.offers.Desk.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Standing;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is offered what. */
class OfferRoundTests {
  private static AgentBuilder[] agents(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> agent("n" + number).capacity(4000, 4096, 1000))
        .toArray(AgentBuilder[]::new);
  }

  @Test
  void an_offer_shows_three_quarters_of_what_is_free() {
    var desk = Desk.of(OfferRulesBuilder.usual().slice(1).build(), agents(1));
    var spark = desk.subscribe("spark");
    desk.use("n1", 2000, 96);
    desk.tick();
    assertThat(desk.offer(spark).resources()).isEqualTo(new Resources(1500, 3000, 750));
  }

  @Test
  void offers_of_one_framework_show_a_quarter_of_the_cluster_at_most() {
    var desk = Desk.of(OfferRules.DEFAULT, agents(8));
    var spark = desk.subscribe("spark");
    desk.tick();
    assertThat(desk.book.held(spark)).isEqualTo(new Resources(8000, 8192, 2000));
    assertThat(desk.offers(spark))
        .extracting(offer -> offer.resources().cpuMillis())
        .containsExactly(3000L, 3000L, 2000L);
    desk.tick();
    assertThat(desk.offers(spark)).hasSize(3);
  }

  @Test
  void a_framework_holds_so_many_offers_at_most() {
    var desk = Desk.of(OfferRulesBuilder.generous().offersEach(5).build(), agents(8));
    var spark = desk.subscribe("spark");
    desk.tick();
    desk.tick();
    assertThat(desk.offers(spark)).hasSize(5);
  }

  @Test
  void a_round_makes_so_many_offers_and_the_next_goes_on_from_there() {
    var desk = Desk.of(OfferRulesBuilder.generous().offersAtOnce(3).build(), agents(8));
    var spark = desk.subscribe("spark");
    for (int expected : List.of(3, 6, 8, 8)) {
      desk.tick();
      assertThat(desk.offers(spark)).hasSize(expected);
    }
    assertThat(desk.offers(spark).stream().map(Offer::agent)).doesNotHaveDuplicates();
  }

  @Test
  void rounds_are_a_second_apart() {
    var desk = Desk.of(OfferRules.DEFAULT, agents(8));
    desk.subscribe("spark");
    assertThat(desk.tick()).hasSize(1);
    desk.subscribe("flink");
    assertThat(desk.tick(Duration.ofMillis(999))).isEmpty();
    assertThat(desk.tick(Duration.ofMillis(1))).hasSize(1);
  }

  @Test
  void an_agent_on_offer_is_shown_to_a_poorer_framework_after_the_head_start() {
    var desk = Desk.generous(agents(1));
    var flink = desk.subscribe("flink");
    var spark = desk.subscribe("spark");
    desk.tick();
    assertThat(desk.offers(flink)).hasSize(1);
    assertThat(desk.offers(spark)).isEmpty();
    desk.tick();
    assertThat(desk.offers(spark)).isEmpty();
    desk.tick();
    assertThat(desk.offers(spark)).hasSize(1);
    assertThat(desk.offer(spark).resources()).isEqualTo(desk.offer(flink).resources());
    assertThat(desk.offer(spark).ports()).isNotEqualTo(desk.offer(flink).ports());
  }

  @Test
  void what_is_on_offer_is_kept_from_richer_frameworks_until_its_own_one_fails_to_answer() {
    var desk =
        Desk.generous(
            agent("n1").capacity(4000, 64, 0),
            agent("n2").capacity(4000, 64, 0),
            agent("n3").capacity(4000, 64, 0));
    var rich = desk.subscribe("rich");
    desk.tick();
    var offers = desk.offers(rich);
    for (var offer : offers.subList(0, 2)) {
      desk.launch(rich, List.of(offer.id()), wanted(name(offer), name(offer), 4000));
    }
    desk.send(new ForeignCall.Decline(rich, List.of(offers.getLast().id()), 0));
    var slow = desk.subscribe("slow");
    desk.tick();
    assertThat(desk.offers(slow)).hasSize(1);
    desk.tick(Duration.ofSeconds(29));
    assertThat(desk.offers(rich)).isEmpty();
    desk.tick(Duration.ofSeconds(1));
    assertThat(desk.offers(slow)).hasSize(1);
    desk.tick(Duration.ofSeconds(2));
    assertThat(desk.offers(rich)).hasSize(1);
  }

  @Test
  void the_poorest_is_offered_first_by_its_weight() {
    var desk = Desk.generous(agents(4));
    var heavy =
        desk.subscribe(
            new FrameworkSpec("z-heavy", "p", "u", List.of("*"), 3, Duration.ZERO, List.of()));
    var light = desk.subscribe("light");
    desk.tick();
    // Shares after each offer: light 1/4; heavy 1/12, 2/12, 3/12.
    assertThat(desk.offers(light)).hasSize(1);
    assertThat(desk.offers(heavy)).hasSize(3);
  }

  @Test
  void what_tasks_use_counts_beside_what_offers_show() {
    var desk = Desk.generous(agents(3));
    var flink = desk.subscribe("flink");
    desk.tick();
    desk.launch(flink, List.of(desk.offer(flink).id()), wanted(name(desk.offer(flink)), "t", 4000));
    desk.send(new ForeignCall.Decline(flink, ids(desk.offers(flink)), 0));
    var spark = desk.subscribe("spark");
    desk.tick();
    assertThat(desk.book.offers().stream().findFirst().orElseThrow().framework()).isEqualTo(spark);
  }

  private static String name(Offer offer) {
    return offer.agent().value();
  }

  private static List<OfferId> ids(List<Offer> offers) {
    return offers.stream().map(Offer::id).toList();
  }

  @Test
  void what_was_declined_comes_back_after_five_seconds_or_at_once_if_it_is_more() {
    var desk = Desk.generous(agents(1));
    desk.use("n1", 2000, 0);
    var spark = desk.subscribe("spark");
    desk.tick();
    desk.send(new ForeignCall.Decline(spark, ids(desk.offers(spark)), Double.NaN));
    assertThat(desk.tick(Duration.ofMillis(4999))).isEmpty();
    assertThat(desk.tick(Duration.ofMillis(1))).hasSize(1);
    desk.send(new ForeignCall.Decline(spark, ids(desk.offers(spark)), 3600));
    assertThat(desk.tick()).isEmpty();
    desk.pool.give(desk.slot("n1"), new Resources(1, 0, 0), List.of());
    desk.tick();
    assertThat(desk.offer(spark).resources().cpuMillis()).isEqualTo(2001);
  }

  @Test
  void refuse_seconds_are_read_as_mesos_reads_them() {
    assertThat(RefusalTime.of(Double.NaN)).isEqualTo(Duration.ofSeconds(5));
    assertThat(RefusalTime.of(-1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(RefusalTime.of(0)).isEqualTo(Duration.ZERO);
    assertThat(RefusalTime.of(0.25)).isEqualTo(Duration.ofMillis(250));
    assertThat(RefusalTime.of(Double.POSITIVE_INFINITY)).isEqualTo(Duration.ofDays(365));
    assertThat(RefusalTime.of(1e300)).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void reviving_brings_back_what_was_declined() {
    var desk = Desk.generous(agents(1));
    var spark = desk.subscribe("spark");
    desk.tick();
    desk.send(new ForeignCall.Decline(spark, ids(desk.offers(spark)), 1e9));
    desk.tick();
    assertThat(desk.offers(spark)).isEmpty();
    desk.send(new ForeignCall.Revive(spark, List.of()));
    desk.tick();
    assertThat(desk.offers(spark)).hasSize(1);
  }

  @Test
  void a_suppressed_role_is_offered_nothing() {
    var desk = Desk.generous(agents(4));
    var spark =
        desk.subscribe(
            new FrameworkSpec(
                "spark", "p", "u", List.of("eng", "qa"), 1, Duration.ZERO, List.of()));
    desk.send(new ForeignCall.Suppress(spark, List.of("eng", "no-such")));
    desk.tick();
    assertThat(desk.offers(spark)).extracting(Offer::role).containsOnly("qa");
    desk.send(new ForeignCall.Suppress(spark, List.of()));
    desk.send(new ForeignCall.Decline(spark, ids(desk.offers(spark)), 0));
    assertThat(desk.tick()).isEmpty();
    desk.send(new ForeignCall.Revive(spark, List.of("eng")));
    desk.tick();
    assertThat(desk.offers(spark)).extracting(Offer::role).containsOnly("eng");
  }

  @Test
  void roles_take_turns() {
    var desk = Desk.generous(agents(4));
    var spark =
        desk.subscribe(
            new FrameworkSpec(
                "spark", "p", "u", List.of("eng", "qa"), 1, Duration.ZERO, List.of()));
    desk.tick();
    assertThat(desk.offers(spark))
        .extracting(Offer::role)
        .containsExactly("eng", "qa", "eng", "qa");
  }

  @Test
  void an_agent_kept_for_a_role_is_offered_to_that_role_only() {
    var desk = Desk.generous(agent("n1").with("role", "eng"));
    desk.subscribe("spark");
    assertThat(desk.tick()).isEmpty();
    var eng =
        desk.subscribe(
            new FrameworkSpec("eng", "p", "u", List.of("eng"), 1, Duration.ZERO, List.of()));
    desk.tick();
    assertThat(desk.offers(eng)).hasSize(1);
  }

  @Test
  void dust_is_not_offered() {
    var desk = Desk.generous(agents(1));
    var spark = desk.subscribe("spark");
    desk.use("n1", 3991, 4065);
    assertThat(desk.tick()).isEmpty();
    desk.pool.give(desk.slot("n1"), new Resources(1, 0, 0), List.of());
    desk.tick();
    assertThat(desk.offer(spark).resources()).isEqualTo(new Resources(10, 31, 1000));
  }

  @Test
  void an_agent_that_is_silent_or_drained_is_not_offered() {
    var desk = Desk.generous(agents(2));
    desk.standing("n1", Standing.SILENT);
    desk.standing("n2", Standing.DRAINING);
    desk.subscribe("spark");
    assertThat(desk.tick()).isEmpty();
  }

  @Test
  void gpus_are_whole_and_for_those_who_know_them() {
    var desk = Desk.of(OfferRules.DEFAULT);
    var capacity = new Resources(4000, 4096, 0, 1);
    desk.pool.put(
        new AgentSpec(new AgentId("g1"), "g1", "1", capacity, List.of(), new TreeMap<>()),
        Standing.OPEN);
    var plain = desk.subscribe("plain");
    desk.tick();
    assertThat(desk.offer(plain).resources().gpus()).isZero();
    desk.send(new ForeignCall.Suppress(plain, List.of()));
    var learned = desk.subscribe("learned", FrameworkSpec.GPU_RESOURCES);
    desk.tick(Duration.ofSeconds(5));
    assertThat(desk.offer(learned).resources().gpus()).isEqualTo(1);
  }

  @Test
  void an_unanswered_offer_ends_after_thirty_seconds_and_may_be_made_again() {
    var desk = Desk.generous(agents(1));
    var spark = desk.subscribe("spark");
    desk.tick();
    var first = desk.offer(spark);
    assertThat(desk.tick(Duration.ofMillis(29_999))).isEmpty();
    assertThat(desk.tick(Duration.ofMillis(1)))
        .startsWith(
            new ForeignFact.OffersRescinded(
                spark, List.of(first.id()), ForeignFact.Why.TIMED_OUT, desk.now))
        .hasSize(2);
    assertThat(desk.offer(spark).id()).isNotEqualTo(first.id());
  }

  @Test
  void it_is_known_when_the_next_look_is_due() {
    var desk = Desk.generous(agents(1));
    assertThat(OfferDesk.nextDue(desk.book, desk.now, desk.rules)).isEmpty();
    var spark = desk.subscribe("spark");
    assertThat(OfferDesk.nextDue(desk.book, desk.now, desk.rules))
        .contains(desk.now.plusSeconds(1));
    desk.tick();
    desk.send(new ForeignCall.Suppress(spark, List.of()));
    assertThat(OfferDesk.nextDue(desk.book, desk.now, desk.rules))
        .contains(desk.now.plusSeconds(30));
    desk.send(new ForeignReport.StreamBroken(spark));
    assertThat(OfferDesk.nextDue(desk.book, desk.now, desk.rules))
        .contains(desk.now.plusSeconds(60));
  }

  @Test
  void deciding_changes_nothing() {
    var desk = Desk.generous(agents(2));
    FrameworkId spark = desk.subscribe("spark");
    desk.tick();
    var before = desk.book.contents();
    OfferDesk.decide(desk.book, desk.pool, new ForeignCall.Teardown(spark), desk.now, desk.rules);
    OfferDesk.due(desk.book, desk.pool, desk.now.plusSeconds(100), desk.rules);
    assertThat(desk.book.contents()).isEqualTo(before);
  }
}
