package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.offers.Desk.held;
import static dev.ekiden.core.offers.Desk.wanted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.pool.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state of a task times everything that may happen to it: {@code task-transitions.txt}. A
 * state with {@code !} is of a task that is to end; {@code -} is no task: it has ended. What its
 * framework, which is partition aware, is told stands behind {@code >}, what its agent is told
 * without a fact behind {@code @}.
 */
class TaskTransitionTests {
  private static final FrameworkId SPARK = new FrameworkId("spark");
  private static final List<String> EVENTS =
      List.of(
          "reported STARTING",
          "reported RUNNING",
          "reported KILLING",
          "reported FINISHED",
          "reported elsewhere",
          "held RUNNING",
          "held FINISHED",
          "not held",
          "silent",
          "gone",
          "Kill",
          "Reconcile",
          "Launch again",
          "Teardown",
          "StreamBroken",
          "Subscription");
  private static final List<String> STATES =
      List.of(
          "STAGING",
          "STAGING!",
          "STARTING",
          "STARTING!",
          "RUNNING",
          "RUNNING!",
          "KILLING",
          "KILLING!",
          "UNREACHABLE",
          "UNREACHABLE!",
          "-");

  record Row(String event, String from, String to, String outcome) {
    static Row of(String line) {
      var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
    }
  }

  static List<Row> rows() throws IOException {
    var path = "/foreign/task-transitions.txt";
    try (var in = TaskTransitionTests.class.getResourceAsStream(path)) {
      var table = new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
      return table.lines().map(Row::of).toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void an_event_moves_a_task_as_the_table_says(Row row) {
    var desk = deskWith(row.from());
    var outcome = happen(desk, row.event());
    assertThat(state(desk) + " | " + outcome).isEqualTo(row.to() + " | " + row.outcome());
    int tasks = desk.book.tasks().size();
    var used = desk.pool.used(desk.slot("n1")).plus(desk.pool.used(desk.slot("n2")));
    assertThat(used.cpuMillis()).isEqualTo(1000L * tasks);
  }

  @Test
  void the_table_has_every_event_in_every_state() throws IOException {
    assertThat(rows())
        .extracting(row -> row.event() + "|" + row.from())
        .containsExactlyInAnyOrderElementsOf(
            EVENTS.stream()
                .flatMap(event -> STATES.stream().map(state -> event + "|" + state))
                .toList());
  }

  private static Desk deskWith(String from) {
    var desk = Desk.generous(agent("n1"), agent("n2"));
    desk.subscribe("spark", FrameworkSpec.PARTITION_AWARE);
    desk.tick();
    var offer =
        desk.offers(SPARK).stream()
            .filter(it -> it.agent().equals(new AgentId("n1")))
            .findFirst()
            .orElseThrow();
    desk.launch(SPARK, List.of(offer.id()), wanted("n1", "t", 1000));
    desk.send(new ForeignCall.Suppress(SPARK, List.of()));
    var reached = from.replace("!", "");
    switch (reached) {
      case "STAGING" -> {}
      case "UNREACHABLE", "STARTING", "RUNNING", "KILLING" ->
          desk.report(
              SPARK,
              "t",
              "n1",
              reached.equals("UNREACHABLE") ? TaskState.RUNNING : TaskState.valueOf(reached));
      case "-" -> desk.report(SPARK, "t", "n1", TaskState.FAILED);
      default -> throw new IllegalArgumentException(from);
    }
    if (from.endsWith("!")) {
      desk.send(new ForeignCall.Kill(SPARK, "t", Desk.on("n1")));
    }
    if (reached.equals("UNREACHABLE")) {
      desk.standing("n1", Standing.SILENT);
    }
    assertThat(state(desk)).isEqualTo(from);
    return desk;
  }

  private static String state(Desk desk) {
    return desk.book
        .task(new TaskKey(SPARK, "t"))
        .map(task -> task.state() + (task.doomed() ? "!" : ""))
        .orElse("-");
  }

  /** What came of it, in the words of the table. */
  private static String happen(Desk desk, String event) {
    int before = desk.log.size();
    var decision = new ForeignDecision.Draft().done();
    switch (event) {
      case "silent" -> desk.standing("n1", Standing.SILENT);
      default -> decision = desk.send(event(desk, event));
    }
    return Stream.of(
            desk.log.subList(before, desk.log.size()).stream()
                .filter(fact -> !fact.getClass().getSimpleName().startsWith("Offers"))
                .map(TaskTransitionTests::words),
            decision.updates().stream().map(update -> ">" + words(update)),
            decision.orders().stream().map(order -> "@" + order.getClass().getSimpleName()))
        .flatMap(words -> words)
        .reduce((one, other) -> one + " " + other)
        .orElse("");
  }

  private static ForeignEvent event(Desk desk, String event) {
    var n1 = new AgentId("n1");
    var key = new TaskKey(SPARK, "t");
    if (event.startsWith("held") || event.equals("not held")) {
      desk.pool.standing(desk.slot("n1"), Standing.OPEN);
    }
    return switch (event) {
      case "reported elsewhere" ->
          new ForeignReport.TaskReported(new AgentId("n2"), key, TaskState.RUNNING, "", "u");
      case "held RUNNING" ->
          new ForeignReport.AgentReported(n1, List.of(held(SPARK, "t", TaskState.RUNNING)));
      case "held FINISHED" ->
          new ForeignReport.AgentReported(n1, List.of(held(SPARK, "t", TaskState.FINISHED)));
      case "not held" -> new ForeignReport.AgentReported(n1, List.of());
      case "gone" -> new ForeignReport.AgentGone(n1);
      case "Kill" -> new ForeignCall.Kill(SPARK, "t", Desk.on("n1"));
      case "Reconcile" ->
          new ForeignCall.Reconcile(SPARK, List.of(new ForeignCall.Question("t", Desk.on("n1"))));
      case "Launch again" ->
          new ForeignCall.Accept(
              SPARK,
              List.of(desk.offer(SPARK).id()),
              List.of(new Operation.Launch(List.of(wanted("n2", "t", 1000)))),
              0);
      case "Teardown" -> new ForeignCall.Teardown(SPARK);
      case "StreamBroken" -> new ForeignReport.StreamBroken(SPARK);
      case "Subscription" ->
          new Subscription.Again(
              SPARK, Desk.spec("spark", FrameworkSpec.PARTITION_AWARE), List.of());
      default ->
          new ForeignReport.TaskReported(
              n1, key, TaskState.valueOf(event.replace("reported ", "")), "", "u");
    };
  }

  private static String words(ForeignFact fact) {
    var name = fact.getClass().getSimpleName();
    return switch (fact) {
      case ForeignFact.TaskChanged(var update) -> name + ">" + words(update);
      case ForeignFact.TaskEnded(var update) -> name + ">" + words(update);
      case ForeignFact.TaskTakenBack(_, var update) -> name + ">" + words(update);
      case ForeignFact _ -> name;
    };
  }

  private static String words(TaskUpdate update) {
    return update.state()
        + (update.reason() == TaskUpdate.Reason.NONE ? "" : "/" + update.reason());
  }

  @Test
  void a_framework_that_knows_nothing_of_partitions_sees_lost_and_then_running_again() {
    var desk = Desk.generous(agent("n1"));
    desk.subscribe("spark");
    desk.tick();
    desk.launch(SPARK, List.of(desk.offer(SPARK).id()), wanted("n1", "t", 1000));
    desk.report(SPARK, "t", "n1", TaskState.RUNNING);
    desk.standing("n1", Standing.SILENT);
    assertThat(desk.book.tasks()).isEmpty();
    assertThat(words(desk.log.getLast())).isEqualTo("TaskEnded>LOST/AGENT_REMOVED");
    desk.standing("n1", Standing.OPEN);
    desk.back("n1", held(SPARK, "t", TaskState.RUNNING));
    assertThat(words(desk.log.getLast())).isEqualTo("TaskTakenBack>RUNNING/AGENT_REREGISTERED");
    assertThat(desk.pool.used(0)).isEqualTo(new Resources(1000, 64, 0));
  }

  @Test
  void a_lost_task_whose_room_is_gone_or_whose_framework_is_gone_is_ended() {
    var desk = Desk.generous(agent("n1").capacity(2000, 1000, 0));
    desk.subscribe("spark");
    var gone = desk.subscribe("gone");
    desk.send(new ForeignCall.Teardown(gone));
    desk.use("n1", 500, 0);
    var decision =
        desk.back(
            "n1",
            held(SPARK, "b", TaskState.RUNNING),
            held(SPARK, "a", TaskState.RUNNING),
            held(gone, "c", TaskState.RUNNING));
    var n1 = new AgentId("n1");
    assertThat(decision.orders())
        .containsExactly(
            new TaskOrder.Kill(n1, new TaskKey(gone, "c")),
            new TaskOrder.Kill(n1, new TaskKey(SPARK, "b")));
    assertThat(desk.book.tasks()).extracting(task -> task.key().task()).containsExactly("a");
  }

  @Test
  void a_lost_task_that_was_launched_again_elsewhere_is_ended_and_its_framework_hears_nothing() {
    var desk = deskWith("-");
    var n2 = desk.offer(SPARK);
    desk.launch(SPARK, List.of(n2.id()), wanted("n2", "t", 1000));
    var decision = desk.report(SPARK, "t", "n1", TaskState.RUNNING);
    assertThat(decision.updates()).isEmpty();
    assertThat(decision.orders()).hasSize(2).first().isInstanceOf(TaskOrder.Kill.class);
    assertThat(desk.task(SPARK, "t").agent()).isEqualTo(new AgentId("n2"));
  }

  @Test
  void a_task_that_is_unreachable_for_two_weeks_is_forgotten() {
    var desk = deskWith("UNREACHABLE");
    assertThat(desk.tick(OfferRules.DEFAULT.unreachable().minusMillis(1)))
        .noneMatch(ForeignFact.TaskEnded.class::isInstance);
    assertThat(desk.tick(Duration.ofMillis(1)))
        .singleElement()
        .isInstanceOfSatisfying(
            ForeignFact.TaskEnded.class,
            ended -> assertThat(ended.update().state()).isEqualTo(TaskState.UNKNOWN));
    assertThat(desk.pool.used(desk.slot("n1"))).isEqualTo(Resources.NONE);
  }
}
