package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.DeposedException;
import dev.ekiden.api.registrar.Journal;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Docket;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.offers.ForeignReport;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes events, decides, commits, tells. One thread runs it while this master leads: it drains the
 * queue, makes the facts of the whole lot durable in one batch, and only then answers and lets
 * others hear of them.
 */
@ApplicationScoped
public class ControlLoop {
  private static final Logger LOG = Logger.getLogger(ControlLoop.class.getName());

  /** Events waiting at most; beyond, callers are told to come back. */
  private static final int QUEUE = 10_000;

  /** Events decided per commit at most. */
  private static final int LOT = 500;

  /** Pauses end and checks are due by the clock, so time itself is an event. */
  private static final long TICK_MILLIS = 250;

  private static final long RETRY_MILLIS = 500;

  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicBoolean leading = new AtomicBoolean();

  @Inject Journal journal;
  @Inject View view;
  @Inject Settings settings;
  @Inject jakarta.enterprise.event.Event<Committed> committed;

  /** What one term of leading decides on and by. */
  private record Scheduling(ClusterState state, Docket docket, Rules rules) {
    Decision turn(Event event) {
      return Scheduler.turn(state, docket, event, rules);
    }
  }

  /**
   * The database was away when leadership ended: nobody knows yet whether the batch got through.
   */
  private static final class MandateEnded extends Exception {
    private static final long serialVersionUID = 1;

    MandateEnded(long seq) {
      super("leadership ended with batch " + seq + " open");
    }
  }

  /** Puts an event in the queue; the answer comes once its facts are durable. */
  public CompletableFuture<Decision.Reply> submit(Function<Instant, Event> event) {
    var work = new Work(event, new CompletableFuture<>());
    if (!leading.get()) {
      work.answer().completeExceptionally(new UnavailableException("this master does not lead"));
    } else if (!queue.offer(work)) {
      work.answer().completeExceptionally(new UnavailableException("too many changes are waiting"));
    } else if (!leading.get() && queue.remove(work)) {
      // The loop ended in between and has emptied the queue already.
      work.answer().completeExceptionally(new UnavailableException("this master stopped leading"));
    }
    return work.answer();
  }

  public boolean leading() {
    return leading.get();
  }

  /** Leads until interrupted, deposed or no longer mandated. */
  void lead(long epoch, ClusterState state, long seq, Runnable started, Leadership.Mandate mandate)
      throws InterruptedException {
    // What was left to look at when somebody else led is not known, so everything is looked at.
    var scheduling = new Scheduling(state, Docket.everything(state), settings.rules());
    // Foreign frameworks get time to find the new leader before their deadlines go on.
    queue.add(
        new Work(
            at -> new Event.Foreign(at, new ForeignReport.LeaderChanged()),
            new CompletableFuture<>()));
    leading.set(true);
    try {
      started.run();
      long last = seq;
      while (mandate.holds()) {
        last = turn(epoch, scheduling, last, mandate);
      }
    } catch (DeposedException | MandateEnded e) {
      LOG.log(Level.WARNING, "stopped leading: {0}", e.getMessage());
    } finally {
      leading.set(false);
      refuseAll();
    }
  }

  private long turn(long epoch, Scheduling scheduling, long last, Leadership.Mandate mandate)
      throws InterruptedException, DeposedException, MandateEnded {
    var lot = drain();
    try {
      return turn(lot, epoch, scheduling, last, mandate);
    } finally {
      // Whoever has no answer by now gets none: the turn has failed.
      refuse(lot, "this master stopped leading before it could confirm; look before you repeat");
    }
  }

  private long turn(
      List<Work> lot, long epoch, Scheduling scheduling, long last, Leadership.Mandate mandate)
      throws InterruptedException, DeposedException, MandateEnded {
    var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var facts = new ArrayList<Fact>();
    var replies = new ArrayList<Runnable>();
    for (var work : lot) {
      decide(scheduling, work, at, facts, replies);
    }
    facts.addAll(scheduling.turn(new Event.Tick(at)).facts());
    long seq = last;
    if (!facts.isEmpty()) {
      seq = last + 1;
      publish(new Batch(seq, epoch, at, facts), mandate);
    }
    replies.forEach(Runnable::run);
    return seq;
  }

  private List<Work> drain() throws InterruptedException {
    var lot = new ArrayList<Work>();
    var first = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      lot.add(first);
      queue.drainTo(lot, LOT - 1);
    }
    return lot;
  }

  private static void decide(
      Scheduling scheduling, Work work, Instant at, List<Fact> facts, List<Runnable> replies) {
    var decision = scheduling.turn(work.event().apply(at));
    facts.addAll(decision.facts());
    replies.add(() -> work.answer().complete(decision.reply()));
  }

  private void publish(Batch batch, Leadership.Mandate mandate)
      throws InterruptedException, DeposedException, MandateEnded {
    commit(batch, mandate);
    view.apply(batch);
    try {
      committed.fire(new Committed(batch));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a listener failed on batch " + batch.seq(), e);
    }
  }

  /** While the database is away nothing is decided; the batch is tried again until it is there. */
  private void commit(Batch batch, Leadership.Mandate mandate)
      throws InterruptedException, DeposedException, MandateEnded {
    boolean told = false;
    while (true) {
      try {
        journal.append(batch);
        return;
      } catch (SQLException e) {
        if (!told) {
          LOG.log(Level.WARNING, "the journal cannot be written, trying again: {0}", e.toString());
          told = true;
        }
        if (!mandate.holds()) {
          throw new MandateEnded(batch.seq());
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  private void refuseAll() {
    var rest = new ArrayList<Work>();
    queue.drainTo(rest);
    refuse(rest, "this master stopped leading");
  }

  private static void refuse(List<Work> works, String why) {
    for (var work : works) {
      work.answer().completeExceptionally(new UnavailableException(why));
    }
  }
}
