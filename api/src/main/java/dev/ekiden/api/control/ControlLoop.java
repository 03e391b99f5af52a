package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes events and decides, on one thread, while this master leads. What it decides goes through a
 * {@link Pipeline}, which makes it durable and only then answers and lets others hear of it.
 */
@ApplicationScoped
public class ControlLoop {
  private static final Logger LOG = Logger.getLogger(ControlLoop.class.getName());

  /** Wishes of callers waiting at most; beyond, they are told to come back. */
  private static final int WISHES = 10_000;

  /** Reports of agents waiting at most. */
  private static final int REPORTS = 100_000;

  /** Events decided before the facts go on their way. */
  private static final int LOT = 500;

  /** Pauses end and checks are due by the clock, so time itself is an event. */
  private static final long TICK_MILLIS = 250;

  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(WISHES + REPORTS);
  private final LoopCounters counters = new LoopCounters();
  private volatile Term term = Term.NONE;

  @Inject Journal journal;
  @Inject View view;
  @Inject Settings settings;
  @Inject jakarta.enterprise.event.Event<Committed> committed;

  /** What one term of leading decides on and by. */
  private record Scheduling(ClusterState state, Docket docket, Rules rules, TermClock clock) {
    Decision turn(Event event) {
      return Scheduler.turn(state, docket, event, rules);
    }
  }

  /** What others may ask of the term that is under way. */
  private record Term(Leadership.Mandate mandate, Optional<Pipeline> pipeline) {
    static final Term NONE = new Term(() -> false, Optional.empty());

    boolean holds() {
      return pipeline.isPresent() && mandate.holds();
    }

    Duration stalledFor() {
      return pipeline.map(Pipeline::stalledFor).orElse(Duration.ZERO);
    }
  }

  /** Puts a caller's wish in the queue; the answer comes once its facts are durable. */
  public CompletableFuture<Decision.Reply> submit(Function<Instant, Event> event) {
    var stalled = term.stalledFor();
    if (!stalled.isZero()) {
      return refused(
          "the registrar has not confirmed anything for %d s; nothing was changed"
              .formatted(stalled.toSeconds()));
    }
    if (queue.size() >= WISHES) {
      return refused("too many changes are waiting; nothing was changed");
    }
    return enqueue(event);
  }

  /** The same for what agents report; it may wait as long as the registrar is away. */
  public CompletableFuture<Decision.Reply> report(Function<Instant, Event> event) {
    return enqueue(event);
  }

  private CompletableFuture<Decision.Reply> enqueue(Function<Instant, Event> event) {
    var work = new Work(event, new CompletableFuture<>());
    if (!leading()) {
      return refused("this master does not lead");
    }
    if (!queue.offer(work)) {
      return refused("too many changes are waiting; nothing was changed");
    }
    if (!leading() && queue.remove(work)) {
      // The loop ended in between and has emptied the queue already.
      return refused("this master stopped leading; nothing was changed");
    }
    return work.answer();
  }

  private static CompletableFuture<Decision.Reply> refused(String why) {
    return CompletableFuture.failedFuture(new UnavailableException(why));
  }

  /** Whether this master leads and may still do so. */
  public boolean leading() {
    return term.holds();
  }

  public LoopFigures figures() {
    var now = term;
    return new LoopFigures(
        queue.size(),
        now.pipeline().map(Pipeline::factsOnTheWay).orElse(0),
        counters.batches(),
        counters.last(),
        now.stalledFor(),
        counters.nanos());
  }

  /**
   * Leads until interrupted, deposed or no longer mandated. The state is the loop's from now on and
   * of no use afterwards.
   *
   * @param seq of the last batch that the state and the view know
   * @param earliest time that decisions must not be before
   */
  void lead(
      long epoch,
      ClusterState state,
      long seq,
      Instant earliest,
      ThreadFactory threads,
      Runnable started,
      Leadership.Mandate mandate)
      throws InterruptedException {
    var pipeline = new Pipeline(epoch, seq, journal, view, this::tell, counters, threads);
    // What was left to look at when somebody else led is not known, so everything is looked at.
    var scheduling =
        new Scheduling(
            state, Docket.everything(state), settings.rules(), TermClock.system(earliest));
    // Foreign frameworks get time to find the new leader before their deadlines go on.
    queue.add(
        new Work(
            at -> new Event.Foreign(at, new ForeignReport.LeaderChanged()),
            new CompletableFuture<>()));
    pipeline.start();
    term = new Term(mandate, Optional.of(pipeline));
    try {
      started.run();
      while (mandate.holds() && !pipeline.closed()) {
        turn(scheduling, pipeline, mandate);
      }
    } finally {
      term = Term.NONE;
      pipeline.close();
      refuseAll();
    }
  }

  private void turn(Scheduling scheduling, Pipeline pipeline, Leadership.Mandate mandate)
      throws InterruptedException {
    var lot = drain(scheduling.docket().pressing());
    var answers = new ArrayList<Answer>();
    boolean handedOver = false;
    try {
      var at = scheduling.clock().read();
      var facts = new ArrayList<Fact>();
      for (var work : lot) {
        var decision = scheduling.turn(work.event().apply(at));
        facts.addAll(decision.facts());
        answers.add(new Answer(work.answer(), decision.reply()));
      }
      facts.addAll(scheduling.turn(new Event.Tick(at)).facts());
      handedOver = handOver(new Pending(at, facts, answers), pipeline, mandate);
    } finally {
      if (!handedOver) {
        refuse(lot, "this master stopped leading before it could confirm; nothing was changed");
      }
    }
  }

  /** Waits while too much is on its way. */
  private static boolean handOver(Pending pending, Pipeline pipeline, Leadership.Mandate mandate)
      throws InterruptedException {
    if (pending.facts().isEmpty() && pending.answers().isEmpty()) {
      return true;
    }
    while (mandate.holds() && !pipeline.closed()) {
      if (pipeline.offer(pending, TICK_MILLIS)) {
        return true;
      }
    }
    return false;
  }

  /** Waits for work, unless there is some without it. */
  private List<Work> drain(boolean pressing) throws InterruptedException {
    var lot = new ArrayList<Work>();
    var first = queue.poll(pressing ? 0 : TICK_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      lot.add(first);
      queue.drainTo(lot, LOT - 1);
    }
    return lot;
  }

  private void tell(List<Batch> batches) {
    try {
      committed.fire(new Committed(batches));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a listener failed on batch " + batches.getLast().seq(), e);
    }
  }

  private void refuseAll() {
    var rest = new ArrayList<Work>();
    queue.drainTo(rest);
    refuse(rest, "this master stopped leading; nothing was changed");
  }

  private static void refuse(List<Work> works, String why) {
    for (var work : works) {
      work.answer().completeExceptionally(new UnavailableException(why));
    }
  }
}
