package dev.ekiden.agent.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import dev.ekiden.core.wire.Report;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who reads gets, who does not read costs nothing. */
class StreamsTests {
  private final LinkedBlockingQueue<Report> sent = new LinkedBlockingQueue<>();
  private final Streams streams = new Streams(sent::add);
  private final AtomicInteger made = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Pieces without end. */
  private final class Endless implements Source {
    @Override
    public Step next() {
      return new Step.Piece(new Answer.Head(made.incrementAndGet(), 0, 0));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static Order.Ask ask(String id, int credit) {
    return new Order.Ask(id, credit, new Question.Stats("i", 0));
  }

  private Report next() throws InterruptedException {
    var report = sent.poll(20, TimeUnit.SECONDS);
    assertThat(report).as("something is sent").isNotNull();
    return report;
  }

  private void awaitClosed() throws InterruptedException {
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothing_is_made_for_a_reader_who_does_not_read() throws Exception {
    streams.ask(ask("a", 2), Endless::new);
    next();
    next();
    // Another one's answer comes through, after which the first would have had its turn.
    streams.ask(ask("b", 1), () -> () -> new Source.Step.Done());
    assertThat(next()).isEqualTo(new Report.Over("b", Outcome.DONE, ""));
    assertThat(made.get()).isEqualTo(2);
    streams.more(new Order.More("a", 1));
    assertThat(next()).isEqualTo(new Report.Part("a", new Answer.Head(3, 0, 0)));
    assertThat(made.get()).isEqualTo(3);
    streams.leave("a");
    awaitClosed();
    assertThat(sent).isEmpty();
  }

  @Test
  void all_end_when_the_leader_is_lost() throws Exception {
    streams.ask(ask("a", 1), Endless::new);
    next();
    streams.leaveAll();
    awaitClosed();
    while (streams.count() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void who_reads_what_is_deleted_is_told() throws Exception {
    streams.ask(ask("a", 1), Endless::new);
    next();
    streams.gone("other");
    streams.gone("i");
    assertThat(next())
        .isEqualTo(new Report.Over("a", Outcome.GONE, "its sandbox and its log have been deleted"));
    awaitClosed();
  }

  @Test
  void refusals_and_failures_are_told() throws Exception {
    streams.ask(
        ask("a", 1),
        () -> {
          throw new RefusedException(Outcome.NOT_FOUND, "no such file");
        });
    assertThat(next()).isEqualTo(new Report.Over("a", Outcome.NOT_FOUND, "no such file"));
    streams.ask(
        ask("b", 1),
        () ->
            () -> {
              throw new java.io.IOException("disk is broken");
            });
    assertThat(next()).isEqualTo(new Report.Over("b", Outcome.FAILED, "disk is broken"));
  }

  @Test
  void more_than_it_can_do_at_once_is_refused() throws Exception {
    for (int i = 0; i < 128; i++) {
      streams.ask(ask("s" + i, 1), () -> () -> new Source.Step.Later(60_000));
    }
    streams.ask(ask("one-more", 1), Endless::new);
    assertThat(next())
        .isEqualTo(
            new Report.Over("one-more", Outcome.BUSY, "128 answers are under way on this agent"));
    streams.leaveAll();
  }

  @Test
  void a_question_that_is_dear_leaves_time_for_others() throws Exception {
    var stop = new AtomicBoolean();
    for (var id : List.of("dear-1", "dear-2", "dear-3")) {
      streams.ask(
          ask(id, 1),
          () ->
              () -> {
                var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                while (System.nanoTime() < until) {
                  Thread.onSpinWait();
                }
                return stop.get() ? new Source.Step.Done() : new Source.Step.Later(0);
              });
    }
    streams.ask(ask("cheap", 1), Endless::new);
    assertThat(next()).isEqualTo(new Report.Part("cheap", new Answer.Head(1, 0, 0)));
    stop.set(true);
    streams.leaveAll();
  }
}
