package dev.ekiden.api.agentlink;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who reads the answers to one or several questions, on a thread of their own that may
 * wait. To ask for the next piece says that the last one has been dealt with; so what this holds is
 * bounded by the credit of its questions.
 */
public final class Reader implements AutoCloseable {

  /** What an agent says. */
  public sealed interface Heard {
    Reading from();

    /** A part of the answer. */
    record Piece(Reading from, Answer answer) implements Heard {}

    /** No more comes of it. */
    record Over(Reading from, Outcome outcome, String detail) implements Heard {}
  }

  private final OnDemand questions;
  private final String caller;
  private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final Set<Reading> open = new LinkedHashSet<>();
  private Optional<Reading> read = Optional.empty();

  Reader(OnDemand questions, String caller) {
    this.questions = questions;
    this.caller = caller;
  }

  String caller() {
    return caller;
  }

  /** Begins to ask; 503 if the agent is not there or too much is asked. */
  public Reading ask(AgentId agent, Question question) {
    var reading = questions.ask(this, agent, question);
    open.add(reading);
    return reading;
  }

  /** Whether there are questions whose end has not been read. */
  public boolean expects() {
    return !open.isEmpty();
  }

  /** The next thing that is heard; empty if there is nothing for so long. */
  public Optional<Heard> next(Duration patience) throws InterruptedException {
    read.ifPresent(questions::more);
    read = Optional.empty();
    var next =
        Optional.ofNullable(heard.poll(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS));
    next.ifPresent(
        it -> {
          switch (it) {
            case Heard.Piece piece -> read = Optional.of(piece.from());
            case Heard.Over over -> open.remove(over.from());
          }
        });
    return next;
  }

  /** Does not read that one any more; what has come of it may still be heard. */
  public void leave(Reading reading) {
    if (open.remove(reading)) {
      questions.leave(reading);
    }
  }

  void hear(Heard it) {
    heard.add(it);
  }

  /** Pieces that were not read yet. */
  int unread() {
    return heard.size();
  }

  @Override
  public void close() {
    open.forEach(questions::leave);
    open.clear();
  }
}
