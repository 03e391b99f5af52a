package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.offers.Desk.spec;
import static dev.ekiden.core.offers.Desk.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.model.Resources;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frameworks come, go and come back. */
class StreamTests {
  private static final FrameworkId SPARK = new FrameworkId("spark");

  private final Desk desk = Desk.generous(agent("n1"), agent("n2"));

  private Framework spark() {
    return desk.book.framework(SPARK).orElseThrow();
  }

  private FrameworkId withTask() {
    desk.subscribe("spark");
    desk.tick();
    var offer = desk.offer(SPARK);
    desk.launch(SPARK, List.of(offer.id()), wanted(offer.agent().value(), "t", 1000));
    desk.report(SPARK, "t", offer.agent().value(), TaskState.RUNNING);
    return SPARK;
  }

  @Test
  void a_newcomer_is_given_an_id_that_nobody_has_had() {
    var first = id(desk.send(new Subscription.First(spec("spark"), List.of())));
    var taken = new FrameworkId(desk.now.toEpochMilli() + "-F2");
    desk.send(new Subscription.Again(taken, spec("sly"), List.of()));
    desk.send(new ForeignCall.Teardown(taken));
    var second = id(desk.send(new Subscription.First(spec("spark"), List.of())));
    var third = id(desk.send(new Subscription.First(spec("spark"), List.of())));
    assertThat(List.of(first, taken, second, third)).doesNotHaveDuplicates();
  }

  private static FrameworkId id(ForeignDecision decision) {
    var subscribed = (ForeignReply.Subscribed) decision.reply();
    assertThat(subscribed.again()).isFalse();
    return subscribed.framework();
  }

  @Test
  void an_unknown_id_is_accepted_and_a_known_one_taken_over() {
    var first = desk.send(new Subscription.Again(SPARK, spec("spark"), List.of()));
    assertThat(first.reply()).isEqualTo(new ForeignReply.Subscribed(SPARK, false));
    desk.tick();
    var offers = desk.offers(SPARK).stream().map(offer -> offer.id()).toList();
    assertThat(offers).isNotEmpty();
    var again = desk.send(new Subscription.Again(SPARK, spec("spark"), List.of()));
    assertThat(again.reply()).isEqualTo(new ForeignReply.Subscribed(SPARK, true));
    assertThat(again.facts())
        .first()
        .isEqualTo(
            new ForeignFact.OffersRescinded(
                SPARK, offers, ForeignFact.Why.FRAMEWORK_AWAY, desk.now));
    assertThat(desk.offers(SPARK)).isEmpty();
  }

  @Test
  void what_a_framework_says_anew_counts_but_for_its_user_and_its_principal() {
    desk.subscribe("spark");
    var next =
        new FrameworkSpec(
            "sparkle", "principal", "root", List.of("eng"), 2, Duration.ZERO, List.of());
    desk.send(new Subscription.Again(SPARK, next, List.of("eng", "no-such")));
    assertThat(spark().spec())
        .isEqualTo(
            new FrameworkSpec(
                "sparkle", "principal", "user", List.of("eng"), 2, Duration.ZERO, List.of()));
    assertThat(spark().suppressed()).containsExactly("eng");
    var thief =
        new FrameworkSpec("spark", "mallory", "user", List.of("*"), 1, Duration.ZERO, List.of());
    assertThat(desk.send(new Subscription.Again(SPARK, thief, List.of())).reply())
        .isInstanceOfSatisfying(
            ForeignReply.Refused.class,
            refused ->
                assertThat(refused.refusal()).isEqualTo(ForeignReply.Refusal.PRINCIPAL_DIFFERS));
    assertThat(spark().spec().name()).isEqualTo("sparkle");
  }

  @Test
  void tasks_outlive_the_stream_until_the_deadline() {
    withTask();
    desk.send(new ForeignReport.StreamBroken(SPARK));
    assertThat(desk.offers(SPARK)).isEmpty();
    assertThat(spark().connected()).isFalse();
    assertThat(desk.tick(Duration.ofMillis(59_999))).isEmpty();
    assertThat(desk.task(SPARK, "t").doomed()).isFalse();
    desk.tick(Duration.ofMillis(1));
    assertThat(desk.task(SPARK, "t").doomed()).isTrue();
    assertThat(desk.book.framework(SPARK)).isEmpty();
    assertThat(desk.book.barred(SPARK)).contains("did not come back within PT1M");
    var agent = desk.task(SPARK, "t").agent().value();
    var end = desk.report(SPARK, "t", agent, TaskState.KILLED);
    assertThat(desk.pool.used(desk.slot(agent))).isEqualTo(Resources.NONE);
    assertThat(end.orders()).singleElement().isInstanceOf(TaskOrder.Acknowledge.class);
    assertThat(desk.book.used(SPARK)).isEqualTo(Resources.NONE);
  }

  @Test
  void who_comes_back_in_time_has_his_tasks() {
    withTask();
    desk.send(new ForeignReport.StreamBroken(SPARK));
    desk.tick(Duration.ofSeconds(59));
    desk.subscribe("spark");
    desk.tick(Duration.ofSeconds(59));
    assertThat(desk.task(SPARK, "t").doomed()).isFalse();
    assertThat(desk.offers(SPARK)).isNotEmpty();
  }

  @Test
  void a_removed_framework_never_comes_back() {
    desk.subscribe("spark");
    desk.send(new ForeignCall.Teardown(SPARK));
    assertThat(desk.send(new Subscription.Again(SPARK, spec("spark"), List.of())).reply())
        .isEqualTo(
            new ForeignReply.Refused(
                ForeignReply.Refusal.FRAMEWORK_REMOVED, "Framework has been removed"));
  }

  @Test
  void a_new_leader_gives_everybody_time_to_find_it() {
    withTask();
    desk.subscribe("gone");
    desk.send(new ForeignReport.StreamBroken(new FrameworkId("gone")));
    desk.now = desk.now.plusSeconds(300);
    desk.send(new ForeignReport.LeaderChanged());
    assertThat(desk.tick(Duration.ofMillis(599_999))).isEmpty();
    assertThat(desk.book.frameworks()).hasSize(2);
    desk.tick(Duration.ofMillis(1));
    assertThat(desk.book.frameworks()).isEmpty();
  }

  @Test
  void a_deadline_that_is_later_than_the_new_leaders_grace_stays() {
    var patient =
        new FrameworkSpec(
            "spark", "principal", "user", List.of("*"), 1, Duration.ofDays(7), List.of());
    desk.subscribe(patient);
    desk.send(new ForeignReport.StreamBroken(SPARK));
    var due = OfferDesk.nextDue(desk.book, desk.now, desk.rules);
    desk.now = desk.now.plusSeconds(60);
    assertThat(desk.send(new ForeignReport.LeaderChanged()).facts()).isEmpty();
    assertThat(OfferDesk.nextDue(desk.book, desk.now, desk.rules)).isEqualTo(due);
  }

  static List<Function<FrameworkId, ForeignCall>> calls() {
    return List.of(
        ForeignCall.Teardown::new,
        id -> new ForeignCall.Accept(id, List.of(), List.of(), 0),
        id -> new ForeignCall.Decline(id, List.of(), 0),
        id -> new ForeignCall.Revive(id, List.of()),
        id -> new ForeignCall.Suppress(id, List.of()),
        id -> new ForeignCall.Kill(id, "t", Desk.on("n1")),
        id -> new ForeignCall.Acknowledge(id, "t", new dev.ekiden.core.model.AgentId("n1"), "u"),
        id -> new ForeignCall.Reconcile(id, List.of()));
  }

  @Test
  void every_call_is_in_the_table() {
    assertThat(calls().stream().<Class<?>>map(call -> call.apply(SPARK).getClass()))
        .contains(
            List.of(ForeignCall.class.getPermittedSubclasses()).stream()
                .filter(ForeignCall.class::isAssignableFrom)
                .toArray(Class<?>[]::new));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void only_a_connected_framework_is_heard(Function<FrameworkId, ForeignCall> call) {
    refused(call, ForeignReply.Refusal.UNKNOWN_FRAMEWORK);
    withTask();
    desk.send(new ForeignReport.StreamBroken(SPARK));
    refused(call, ForeignReply.Refusal.DISCONNECTED);
    desk.subscribe("spark");
    assertThat(desk.send(call.apply(SPARK)).reply()).isEqualTo(new ForeignReply.Done());
    desk.send(new ForeignCall.Teardown(SPARK));
    refused(call, ForeignReply.Refusal.UNKNOWN_FRAMEWORK);
  }

  private void refused(Function<FrameworkId, ForeignCall> call, ForeignReply.Refusal why) {
    var before = desk.book.contents();
    var decision = desk.send(call.apply(SPARK));
    assertThat(decision.reply())
        .isInstanceOfSatisfying(
            ForeignReply.Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(why));
    assertThat(decision.facts()).isEmpty();
    assertThat(desk.book.contents()).isEqualTo(before);
  }

  @Test
  void revive_and_suppress_that_change_nothing_write_nothing() {
    desk.subscribe("spark");
    assertThat(desk.send(new ForeignCall.Revive(SPARK, List.of())).facts()).isEmpty();
    assertThat(desk.send(new ForeignCall.Suppress(SPARK, List.of())).facts()).hasSize(1);
    assertThat(desk.send(new ForeignCall.Suppress(SPARK, List.of())).facts()).isEmpty();
    assertThat(desk.send(new ForeignCall.Revive(SPARK, List.of())).facts()).hasSize(1);
  }

  @Test
  void a_stream_that_breaks_twice_or_of_nobody_is_nothing() {
    desk.subscribe("spark");
    desk.send(new ForeignReport.StreamBroken(SPARK));
    desk.now = desk.now.plusSeconds(30);
    assertThat(desk.send(new ForeignReport.StreamBroken(SPARK)).facts()).isEmpty();
    assertThat(desk.send(new ForeignReport.StreamBroken(new FrameworkId("x"))).facts()).isEmpty();
  }
}
