package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import java.util.concurrent.atomic.AtomicInteger;

/** One question under way, and how many pieces its agent may still send. */
public final class Reading {
  private final String id;
  private final Connection connection;
  private final Question question;
  private final Reader reader;
  private final AtomicInteger credit = new AtomicInteger(OnDemand.WINDOW);

  Reading(String id, Connection connection, Question question, Reader reader) {
    this.id = id;
    this.connection = connection;
    this.question = question;
    this.reader = reader;
  }

  String id() {
    return id;
  }

  /** Whom it is about. */
  public String instance() {
    return question.instance();
  }

  Connection connection() {
    return connection;
  }

  Reader reader() {
    return reader;
  }

  /** Whether there was one less than may be. */
  boolean allowOne() {
    return credit.getAndIncrement() < OnDemand.WINDOW;
  }

  /** False if the agent had no credit for it. */
  boolean take(Answer answer) {
    if (credit.getAndDecrement() <= 0) {
      return false;
    }
    reader.hear(new Reader.Heard.Piece(this, answer));
    return true;
  }

  void over(Outcome outcome, String detail) {
    reader.hear(new Reader.Heard.Over(this, outcome, detail));
  }
}
