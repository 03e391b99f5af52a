package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.agentlink.Reader.Heard;
import dev.ekiden.api.agentlink.Reading;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.wire.Answer;
import java.time.Duration;
import java.util.Optional;

/** The answer to one question, read to its end; what agents refuse become refusals of ours. */
final class Answers {
  /** A directory of a million names takes some seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Answers() {}

  /** The next piece, empty after the last one. */
  static Optional<Answer> next(Reader reader) throws InterruptedException {
    return answer(hear(reader));
  }

  /** The same of one question among several, the pieces of others being passed over. */
  static Optional<Answer> next(Reader reader, Reading reading) throws InterruptedException {
    while (true) {
      var heard = hear(reader);
      if (heard.from().equals(reading)) {
        return answer(heard);
      }
    }
  }

  private static Heard hear(Reader reader) throws InterruptedException {
    return reader
        .next(PATIENCE)
        .orElseThrow(() -> ApiProblem.unavailable("The agent has not answered in time"));
  }

  private static Optional<Answer> answer(Heard heard) {
    return switch (heard) {
      case Heard.Piece(_, var answer) -> Optional.of(answer);
      case Heard.Over over -> {
        refuse(over);
        yield Optional.empty();
      }
    };
  }

  private static void refuse(Heard.Over over) {
    switch (over.outcome()) {
      case DONE -> {
        // As it should be.
      }
      case NOT_FOUND -> throw ApiProblem.notFound(sentence(over.detail()));
      case GONE -> throw ApiProblem.gone(sentence(over.detail()));
      case REFUSED -> throw ApiProblem.badRequest(sentence(over.detail()));
      case BUSY, FAILED -> throw ApiProblem.unavailable(sentence(over.detail()));
    }
  }

  private static String sentence(String detail) {
    return detail.isEmpty()
        ? "The agent did not say why"
        : Character.toUpperCase(detail.charAt(0)) + detail.substring(1);
  }
}
