package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Question;
import java.util.ArrayList;
import java.util.List;

/** Asks one agent what one instance has used. */
final class StatsAsking {
  private static final int HOUR = 3_600;

  private StatsAsking() {}

  /** 400 if agents do not remember that long. */
  static void check(int seconds) {
    if (seconds < 0 || seconds > HOUR) {
      throw ApiProblem.badRequest("seconds must be 0 to " + HOUR);
    }
  }

  static List<Answer.Sample> ask(Reader reader, Instance instance, int seconds)
      throws InterruptedException {
    var samples = new ArrayList<Answer.Sample>();
    var reading = reader.ask(instance.agent(), new Question.Stats(instance.id().value(), seconds));
    try {
      for (var next = Answers.next(reader); next.isPresent(); next = Answers.next(reader)) {
        if (next.get() instanceof Answer.Samples(var some)) {
          samples.addAll(some);
        }
      }
      return samples;
    } finally {
      reader.leave(reading);
    }
  }
}
