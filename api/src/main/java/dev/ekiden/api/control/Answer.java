package dev.ekiden.api.control;

import dev.ekiden.core.decide.Decision;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a caller will be told once it is durable. */
record Answer(CompletableFuture<Decision.Reply> caller, Decision.Reply reply) {
  void give() {
    caller.complete(reply);
  }

  /** For what has certainly not happened and never will. */
  static void refuse(List<Answer> answers, String why) {
    answers.forEach(answer -> answer.caller().completeExceptionally(new UnavailableException(why)));
  }

  /** For what may have happened or not. */
  static void leaveOpen(List<Answer> answers) {
    var why = "this master stopped leading before it could confirm";
    answers.forEach(answer -> answer.caller().completeExceptionally(new UnconfirmedException(why)));
  }
}
