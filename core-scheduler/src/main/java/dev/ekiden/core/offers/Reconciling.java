package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.ForeignBook;
import dev.ekiden.core.foreign.ForeignTask;
import dev.ekiden.core.foreign.Framework;
import dev.ekiden.core.foreign.TaskKey;
import dev.ekiden.core.foreign.TaskState;
import dev.ekiden.core.foreign.TaskUpdate;
import dev.ekiden.core.foreign.Whereabouts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers what has become of tasks, by Mesos' rules. Unlike a new Mesos master we need not keep
 * silent: each accepted launch is in the journal, so what is not there never was.
 */
final class Reconciling {
  private Reconciling() {}

  static List<TaskUpdate> answers(
      ForeignBook book,
      Pool pool,
      Framework framework,
      List<ForeignCall.Question> questions,
      Instant at) {
    return questions.isEmpty()
        ? book.tasksOf(framework.id()).stream().map(task -> latest(task, at)).toList()
        : questions.stream().map(question -> answer(book, pool, framework, question, at)).toList();
  }

  static TaskUpdate answer(
      ForeignBook book, Pool pool, Framework framework, ForeignCall.Question question, Instant at) {
    Optional<ForeignTask> known =
        TaskKey.valid(question.task())
            ? book.task(new TaskKey(framework.id(), question.task()))
            : Optional.empty();
    return known
        .map(task -> latest(task, at))
        .orElseGet(
            () ->
                new TaskUpdate(
                    framework.id(),
                    question.task(),
                    question.where(),
                    unknown(pool, question.where()).told(framework.spec().partitionAware()),
                    TaskUpdate.Reason.RECONCILIATION,
                    "no such task is known",
                    "",
                    at));
  }

  private static TaskUpdate latest(ForeignTask task, Instant at) {
    return new TaskUpdate(
        task.key(),
        new Whereabouts.On(task.agent()),
        task.state(),
        TaskUpdate.Reason.RECONCILIATION,
        "the latest state",
        at);
  }

  private static TaskState unknown(Pool pool, Whereabouts where) {
    return switch (where) {
      case Whereabouts.Unsaid _ -> TaskState.UNKNOWN;
      case Whereabouts.On(var agent) -> {
        int slot = pool.slotOf(agent);
        if (slot < 0) {
          yield TaskState.UNKNOWN;
        }
        yield pool.standing(slot) == Standing.SILENT ? TaskState.UNREACHABLE : TaskState.GONE;
      }
    };
  }
}
