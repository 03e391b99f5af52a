package dev.ekiden.core.offers;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.offers.Desk.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.pool.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to the question what has become of tasks. */
class ReconcilingTests {
  private final Desk desk = Desk.generous(agent("open"), agent("drained"), agent("silent"));

  private FrameworkId framework(boolean aware) {
    var id =
        aware ? desk.subscribe("spark", FrameworkSpec.PARTITION_AWARE) : desk.subscribe("spark");
    desk.tick();
    var offer = desk.offer(id);
    desk.launch(
        id,
        List.of(offer.id()),
        wanted(offer.agent().value(), "a", 1000),
        wanted(offer.agent().value(), "b", 1000));
    desk.report(id, "b", offer.agent().value(), TaskState.RUNNING);
    return id;
  }

  private List<TaskUpdate> ask(FrameworkId id, ForeignCall.Question... questions) {
    var before = desk.book.contents();
    var decision = desk.send(new ForeignCall.Reconcile(id, List.of(questions)));
    assertThat(decision.facts()).isEmpty();
    assertThat(desk.book.contents()).isEqualTo(before);
    assertThat(decision.updates())
        .allMatch(update -> update.reason() == TaskUpdate.Reason.RECONCILIATION)
        .allMatch(update -> update.uuid().isEmpty());
    return decision.updates();
  }

  @Test
  void asked_for_nothing_it_tells_of_all_that_lives() {
    var id = framework(true);
    assertThat(ask(id)).extracting(TaskUpdate::task).containsExactly("a", "b");
    assertThat(ask(id))
        .extracting(TaskUpdate::state)
        .containsExactly(TaskState.STAGING, TaskState.RUNNING);
  }

  @Test
  void a_known_task_is_answered_with_its_state_and_its_agent_wherever_it_is_thought_to_be() {
    var id = framework(true);
    var answer = ask(id, new ForeignCall.Question("b", Desk.on("elsewhere"))).getFirst();
    assertThat(answer.state()).isEqualTo(TaskState.RUNNING);
    assertThat(answer.where()).isEqualTo(new Whereabouts.On(desk.task(id, "b").agent()));
  }

  @ParameterizedTest
  @CsvSource({
    "open,    GONE,        LOST",
    "drained, GONE,        LOST",
    "silent,  UNREACHABLE, LOST",
    "other,   UNKNOWN,     LOST",
    "'',      UNKNOWN,     LOST",
  })
  void an_unknown_task_is_answered_by_what_is_known_of_its_agent(
      String agent, TaskState aware, TaskState plain) {
    desk.standing("drained", Standing.DRAINING);
    desk.standing("silent", Standing.SILENT);
    var where = agent.isEmpty() ? new Whereabouts.Unsaid() : Desk.on(agent);
    var question = new ForeignCall.Question("no/such", where);
    assertThat(ask(framework(true), question)).extracting(TaskUpdate::state).containsExactly(aware);
    desk.send(new Subscription.Again(new FrameworkId("spark"), Desk.spec("spark"), List.of()));
    assertThat(ask(new FrameworkId("spark"), question))
        .containsExactly(
            new TaskUpdate(
                new FrameworkId("spark"),
                "no/such",
                where,
                plain,
                TaskUpdate.Reason.RECONCILIATION,
                "no such task is known",
                "",
                desk.now));
  }

  @Test
  void tasks_of_others_are_unknown() {
    framework(true);
    var other = desk.subscribe("other", FrameworkSpec.PARTITION_AWARE);
    assertThat(ask(other)).isEmpty();
    assertThat(ask(other, new ForeignCall.Question("a", new Whereabouts.Unsaid())))
        .extracting(TaskUpdate::state)
        .containsExactly(TaskState.UNKNOWN);
  }
}
