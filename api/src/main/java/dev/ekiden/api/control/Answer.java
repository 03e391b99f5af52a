package dev.ekiden.api.control;

import dev.ekiden.core.decide.Decision;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What a caller will be told once it is durable. */
record Answer(CompletableFuture<Decision.Reply> caller, Decision.Reply reply) {
  void give() {
    caller.complete(reply);
  }

  /** For what has certainly not happened and never will. */
  static void refuse(List<Answer> answers, String why) {
    fail(answers, () -> new UnavailableException(why));
  }

  /** For what may have happened or not. */
  static void leaveOpen(List<Answer> answers) {
    var why = "this master stopped leading before it could confirm";
    fail(answers, () -> new UnconfirmedException(why));
  }

  /** Who has an answer keeps it; an exception costs more than many a report. */
  private static void fail(List<Answer> answers, Supplier<Exception> failure) {
    for (var answer : answers) {
      if (!answer.caller().isDone()) {
        answer.caller().completeExceptionally(failure.get());
      }
    }
  }
}
