package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.offers.Desk.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.Filter;
import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.Offer;
import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Resources;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an ACCEPT. */
class AcceptingTests {
  private final Desk desk = Desk.generous(agent("n1").capacity(4000, 4096, 0), agent("n2"));

  private OfferId on(FrameworkId framework, String agent) {
    return desk.offers(framework).stream()
        .filter(offer -> offer.agent().equals(new AgentId(agent)))
        .map(Offer::id)
        .findFirst()
        .orElseThrow();
  }

  private static void failed(
      ForeignDecision decision, TaskState state, TaskUpdate.Reason reason, String... tasks) {
    assertThat(decision.updates()).extracting(TaskUpdate::task).containsExactly(tasks);
    assertThat(decision.updates()).extracting(TaskUpdate::state).containsOnly(state);
    assertThat(decision.updates()).extracting(TaskUpdate::reason).containsOnly(reason);
    assertThat(decision.updates()).extracting(TaskUpdate::uuid).containsOnly("");
  }

  @Test
  void tasks_take_room_and_ports_and_the_rest_is_declined() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var offer = desk.book.offer(on(spark, "n1")).orElseThrow();
    int port = offer.ports().getFirst().first();
    var decision =
        desk.launch(
            spark, List.of(offer.id()), wanted("n1", "a", 1000, port), wanted("n1", "b", 500));
    var left = new Resources(2500, 4096 - 128, 0);
    assertThat(decision.facts())
        .first()
        .isEqualTo(
            new ForeignFact.OffersAccepted(
                spark,
                List.of(offer.id()),
                List.of(new Filter(spark, offer.agent(), "*", left, desk.now.plusSeconds(5))),
                desk.now));
    assertThat(decision.facts()).hasSize(2);
    assertThat(decision.updates()).isEmpty();
    assertThat(desk.task(spark, "a").state()).isEqualTo(TaskState.STAGING);
    assertThat(desk.pool.used(desk.slot("n1"))).isEqualTo(new Resources(1500, 128, 0));
    assertThat(desk.pool.portTaken(desk.slot("n1"), port)).isTrue();
    assertThat(desk.book.used(spark)).isEqualTo(new Resources(1500, 128, 0));
    assertThat(desk.book.offer(offer.id())).isEmpty();
  }

  @Test
  void an_offer_is_good_once() {
    var spark = desk.subscribe("spark", FrameworkSpec.PARTITION_AWARE);
    desk.tick();
    var id = on(spark, "n1");
    desk.launch(spark, List.of(id), wanted("n1", "a", 1000));
    failed(
        desk.launch(spark, List.of(id), wanted("n1", "b", 1), wanted("n1", "c", 1)),
        TaskState.DROPPED,
        TaskUpdate.Reason.INVALID_OFFERS,
        "b",
        "c");
  }

  @Test
  void one_stale_offer_spoils_the_call_and_uses_up_the_others() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var good = on(spark, "n1");
    var decision = desk.launch(spark, List.of(good, new OfferId(99)), wanted("n1", "a", 1));
    failed(decision, TaskState.LOST, TaskUpdate.Reason.INVALID_OFFERS, "a");
    assertThat(decision.facts())
        .containsExactly(new ForeignFact.OffersAccepted(spark, List.of(good), List.of(), desk.now));
    assertThat(desk.book.tasks()).isEmpty();
  }

  @Test
  void offers_of_others_of_two_agents_or_named_twice_or_not_at_all_are_no_good() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var flink = desk.subscribe("flink");
    desk.send(new ForeignCall.Suppress(flink, List.of()));
    var n1 = on(spark, "n1");
    failed(
        desk.launch(flink, List.of(n1), wanted("n1", "a", 1)),
        TaskState.LOST,
        TaskUpdate.Reason.INVALID_OFFERS,
        "a");
    assertThat(desk.book.offer(n1)).isPresent();
    failed(
        desk.launch(flink, List.of(), wanted("n1", "a", 1)),
        TaskState.LOST,
        TaskUpdate.Reason.INVALID_OFFERS,
        "a");
    failed(
        desk.launch(spark, List.of(n1, on(spark, "n2")), wanted("n1", "a", 1)),
        TaskState.LOST,
        TaskUpdate.Reason.INVALID_OFFERS,
        "a");
    desk.tick();
    var again = on(spark, "n1");
    failed(
        desk.launch(spark, List.of(again, again), wanted("n1", "a", 1)),
        TaskState.LOST,
        TaskUpdate.Reason.INVALID_OFFERS,
        "a");
  }

  @Test
  void several_offers_of_one_agent_are_added_up_if_they_are_of_one_role() {
    var spark = desk.subscribe("spark");
    desk.apply(
        List.of(
            new ForeignFact.OffersMade(
                List.of(offer(spark, 1, "*"), offer(spark, 2, "*"), offer(spark, 3, "eng")),
                desk.now)));
    failed(
        desk.launch(spark, List.of(new OfferId(1), new OfferId(3)), wanted("n1", "a", 1)),
        TaskState.LOST,
        TaskUpdate.Reason.INVALID_OFFERS,
        "a");
    desk.apply(List.of(new ForeignFact.OffersMade(List.of(offer(spark, 4, "*")), desk.now)));
    desk.launch(spark, List.of(new OfferId(2), new OfferId(4)), wanted("n1", "a", 2000));
    assertThat(desk.task(spark, "a").spec().resources().cpuMillis()).isEqualTo(2000);
  }

  private Offer offer(FrameworkId framework, int number, String role) {
    return new Offer(
        new OfferId(number),
        framework,
        new AgentId("n1"),
        role,
        new Resources(1000, 64, 0),
        List.of(new PortRange(31_000, 31_001)),
        desk.now);
  }

  @Test
  void room_that_somebody_took_is_not_given_twice() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var id = on(spark, "n1");
    // The offer is not rescinded yet: the room went in the same turn.
    desk.pool.take(desk.slot("n1"), new Resources(3000, 0, 0), List.of());
    var decision =
        OfferDesk.decide(
            desk.book,
            desk.pool,
            new ForeignCall.Accept(
                spark,
                List.of(id),
                List.of(
                    new Operation.Launch(
                        List.of(wanted("n1", "big", 2000), wanted("n1", "small", 1000)))),
                0),
            desk.now,
            desk.rules);
    failed(decision, TaskState.LOST, TaskUpdate.Reason.INVALID_OFFERS, "big");
    assertThat(decision.facts())
        .filteredOn(ForeignFact.TasksLaunched.class::isInstance)
        .flatExtracting(fact -> ((ForeignFact.TasksLaunched) fact).tasks())
        .extracting(task -> task.key().task())
        .containsExactly("small");
  }

  @Test
  void an_offer_is_rescinded_when_its_room_or_a_port_of_it_is_taken() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var n1 = on(spark, "n1");
    var n2 = desk.book.offer(on(spark, "n2")).orElseThrow();
    desk.use("n1", 1, 0);
    assertThat(desk.book.offer(n1)).isEmpty();
    assertThat(desk.book.offer(n2.id())).isPresent();
    desk.use("n2", 0, 0, n2.ports().getLast().last());
    assertThat(desk.book.offer(n2.id())).isEmpty();
    assertThat(desk.log.getLast())
        .isEqualTo(
            new ForeignFact.OffersRescinded(
                spark, List.of(n2.id()), ForeignFact.Why.ROOM_TAKEN, desk.now));
  }

  @Test
  void what_one_framework_takes_is_rescinded_from_another() {
    var spark = desk.subscribe("spark");
    desk.tick();
    desk.tick();
    var flink = desk.subscribe("flink");
    desk.tick();
    assertThat(desk.book.offersOn(new AgentId("n1"))).hasSize(2);
    desk.launch(flink, List.of(on(flink, "n1")), wanted("n1", "a", 1));
    assertThat(desk.offers(spark)).extracting(Offer::agent).containsExactly(new AgentId("n2"));
  }

  @ParameterizedTest
  @CsvSource({
    "no/slash, n1,  100,     , not a task id",
    "t,        n2,  100,     , it names n2",
    "live,     n1,  100,     , a task of this id is alive",
    "t,        n1, 4000,     , it asks for",
    "t,        n1,  100,   80, it asks for ports",
  })
  void a_task_that_asks_for_what_it_may_not_is_an_error(
      String task, String agent, long cpuMillis, Integer port, String why) {
    var spark = desk.subscribe("spark");
    desk.tick();
    desk.launch(spark, List.of(on(spark, "n1")), wanted("n1", "live", 1000));
    desk.tick(Duration.ofSeconds(6));
    var bad = port == null ? wanted(agent, task, cpuMillis) : wanted(agent, task, cpuMillis, port);
    var decision = desk.launch(spark, List.of(on(spark, "n1")), bad, wanted("n1", "good", 3000));
    failed(decision, TaskState.ERROR, TaskUpdate.Reason.TASK_INVALID, task);
    assertThat(decision.updates().getFirst().message()).startsWith(why);
    assertThat(desk.task(spark, "good").state()).isEqualTo(TaskState.STAGING);
  }

  @Test
  void within_a_call_neither_ids_nor_ports_nor_room_are_given_twice() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var offer = desk.book.offer(on(spark, "n1")).orElseThrow();
    int port = offer.ports().getFirst().first();
    var decision =
        desk.launch(
            spark,
            List.of(offer.id()),
            wanted("n1", "a", 1000, port),
            wanted("n1", "a", 1),
            wanted("n1", "b", 1, port),
            wanted("n1", "c", 3001),
            wanted("n1", "d", 1, port + 1, port + 1));
    failed(decision, TaskState.ERROR, TaskUpdate.Reason.TASK_INVALID, "a", "b", "c", "d");
    assertThat(desk.book.tasks()).hasSize(1);
  }

  @Test
  void an_id_may_be_used_again_when_its_task_is_over() {
    var spark = desk.subscribe("spark");
    desk.tick();
    desk.launch(spark, List.of(on(spark, "n1")), wanted("n1", "a", 1000));
    desk.report(spark, "a", "n1", TaskState.FINISHED);
    desk.tick(Duration.ofSeconds(6));
    desk.launch(spark, List.of(on(spark, "n1")), wanted("n1", "a", 1000));
    assertThat(desk.task(spark, "a").state()).isEqualTo(TaskState.STAGING);
  }

  @Test
  void accepting_without_operations_is_declining() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var id = on(spark, "n1");
    var decision = desk.send(new ForeignCall.Accept(spark, List.of(id), List.of(), Double.NaN));
    assertThat(decision.facts()).hasSize(1);
    desk.tick();
    assertThat(desk.book.offersOn(new AgentId("n1"))).isEmpty();
  }

  @Test
  void an_operation_that_does_not_exist_here_is_refused_by_name_and_the_offers_stay() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var before = desk.book.contents();
    var decision =
        desk.send(
            new ForeignCall.Accept(
                spark,
                List.of(on(spark, "n1")),
                List.of(
                    new Operation.Launch(List.of(wanted("n1", "a", 1))),
                    new Operation.Unsupported("RESERVE")),
                0));
    assertThat(decision.reply())
        .isEqualTo(
            new ForeignReply.Refused(
                ForeignReply.Refusal.UNSUPPORTED_OPERATION, "operation RESERVE is not supported"));
    assertThat(desk.book.contents()).isEqualTo(before);
  }

  @Test
  void every_task_of_a_call_is_launched_or_answered_for() {
    var spark = desk.subscribe("spark");
    desk.tick();
    var tasks = Stream.of("a", "b/", "c", "a", "d", "e").map(id -> wanted("n1", id, 1500)).toList();
    var decision =
        desk.launch(spark, List.of(on(spark, "n1")), tasks.toArray(Operation.Wanted[]::new));
    assertThat(decision.updates().size() + desk.book.tasks().size()).isEqualTo(tasks.size());
  }
}
