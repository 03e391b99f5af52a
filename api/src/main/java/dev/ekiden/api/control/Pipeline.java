package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.DeposedException;
import dev.ekiden.api.registrar.Journal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One term's way from decided to heard of. While the decider decides, one thread makes what was
 * decided before durable, all that waits in one transaction, and another tells of what is durable.
 * What is decided and not durable is bounded: beyond, the decider waits.
 */
final class Pipeline {
  private static final Logger LOG = Logger.getLogger(Pipeline.class.getName());

  /** Facts on their way at most; a single decision with more passes when nothing else is. */
  static final int MOST_FACTS = 100_000;

  /** Facts in one row of the journal. */
  static final int FACTS_IN_ROW = 2_000;

  /** Facts in one transaction, unless one decision has more. */
  private static final int FACTS_IN_COMMIT = 20_000;

  private static final long RETRY_MILLIS = 200;

  /** A commit that takes so long, or fails, means that the registrar stalls. */
  static final Duration STALL = Duration.ofSeconds(2);

  private final long epoch;
  private final Journal journal;
  private final View view;
  private final Consumer<List<Batch>> listeners;
  private final LoopCounters counters;
  private final Thread committer;
  private final Thread publisher;
  private final CountDownLatch publisherEnded = new CountDownLatch(1);

  // Guarded by this.
  private final List<Pending> decided = new ArrayList<>();
  private final List<Durable> durable = new ArrayList<>();
  private int factsOnTheWay;
  private long last;
  private boolean closed;
  private long commitBegan;
  private boolean committing;

  private record Durable(List<Batch> batches, List<Answer> answers, int facts) {}

  Pipeline(
      long epoch,
      long last,
      Journal journal,
      View view,
      Consumer<List<Batch>> listeners,
      LoopCounters counters,
      ThreadFactory threads) {
    this.epoch = epoch;
    this.last = last;
    this.journal = journal;
    this.view = view;
    this.listeners = listeners;
    this.counters = counters;
    this.committer = threads.newThread(this::commitAll);
    this.publisher = threads.newThread(this::publishAll);
    committer.setName("journal-writer");
    publisher.setName("journal-publisher");
  }

  void start() {
    committer.start();
    publisher.start();
  }

  /** False once nothing goes through any more; waits while too much is on its way. */
  synchronized boolean offer(Pending pending, long waitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    while (!closed && !fits(pending)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    if (closed) {
      return false;
    }
    decided.add(pending);
    factsOnTheWay += pending.facts().size();
    notifyAll();
    return true;
  }

  private boolean fits(Pending pending) {
    return factsOnTheWay == 0 || factsOnTheWay + pending.facts().size() <= MOST_FACTS;
  }

  synchronized boolean closed() {
    return closed;
  }

  synchronized int factsOnTheWay() {
    return factsOnTheWay;
  }

  /** How long the registrar has not confirmed; zero while all is well. */
  synchronized Duration stalledFor() {
    if (!committing) {
      return Duration.ZERO;
    }
    var since = Duration.ofNanos(System.nanoTime() - commitBegan);
    return since.compareTo(STALL) < 0 ? Duration.ZERO : since;
  }

  /**
   * Ends it. What nobody has tried to write is refused, what was tried is left open; after this
   * returns nobody hears of anything from here, though a write that hangs may still succeed or be
   * refused by its epoch.
   */
  void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    committer.interrupt();
    try {
      publisherEnded.await();
    } finally {
      refuseRest();
    }
  }

  private synchronized void refuseRest() {
    decided.forEach(
        pending ->
            Answer.refuse(pending.answers(), "this master stopped leading; nothing was changed"));
    durable.forEach(done -> Answer.leaveOpen(done.answers()));
    decided.clear();
    durable.clear();
    factsOnTheWay = 0;
  }

  private void commitAll() {
    try {
      for (var group = next(); !group.isEmpty(); group = next()) {
        if (!commit(group)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.fine("the journal's writer was told to stop");
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the journal's writer failed; this master stops leading", e);
    } finally {
      end();
    }
  }

  private synchronized void end() {
    closed = true;
    committing = false;
    notifyAll();
  }

  /** Waits for work; empty once closed. */
  private synchronized List<Pending> next() throws InterruptedException {
    while (decided.isEmpty() && !closed) {
      wait();
    }
    var group = new ArrayList<Pending>();
    int facts = 0;
    while (!closed && !decided.isEmpty() && (facts == 0 || facts < FACTS_IN_COMMIT)) {
      var pending = decided.removeFirst();
      facts += pending.facts().size();
      group.add(pending);
    }
    if (!group.isEmpty()) {
      committing = true;
      commitBegan = System.nanoTime();
    }
    return group;
  }

  private boolean commit(List<Pending> group) throws InterruptedException {
    var batches = batches(group);
    var answers = group.stream().flatMap(pending -> pending.answers().stream()).toList();
    boolean written = false;
    try {
      written = batches.isEmpty() || write(batches);
    } finally {
      if (!written) {
        Answer.leaveOpen(answers);
      }
    }
    return written && committed(batches, answers);
  }

  /** Facts in their order, cut into rows. */
  private List<Batch> batches(List<Pending> group) {
    var batches = new ArrayList<Batch>();
    var facts = group.stream().flatMap(pending -> pending.facts().stream()).toList();
    long seq;
    synchronized (this) {
      seq = last;
    }
    var at = group.getLast().at();
    for (int from = 0; from < facts.size(); from += FACTS_IN_ROW) {
      var row = facts.subList(from, Math.min(facts.size(), from + FACTS_IN_ROW));
      batches.add(new Batch(++seq, epoch, at, row));
    }
    return batches;
  }

  /** Tries until it is there; false if a newer leader exists or this term has ended. */
  private boolean write(List<Batch> batches) throws InterruptedException {
    boolean told = false;
    while (!closed()) {
      try {
        FaultPoint.reached("before-commit");
        journal.append(batches);
        FaultPoint.reached("after-commit");
        return true;
      } catch (DeposedException e) {
        LOG.log(Level.WARNING, "stopped leading: {0}", e.getMessage());
        return false;
      } catch (SQLException e) {
        if (!told) {
          LOG.log(Level.WARNING, "the journal cannot be written, trying again: {0}", e.toString());
          told = true;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
    return false;
  }

  private synchronized boolean committed(List<Batch> batches, List<Answer> answers) {
    if (!batches.isEmpty()) {
      counters.committed(System.nanoTime() - commitBegan, batches.size());
      last = batches.getLast().seq();
    }
    committing = false;
    if (closed) {
      Answer.leaveOpen(answers);
      return false;
    }
    int facts = batches.stream().mapToInt(batch -> batch.facts().size()).sum();
    durable.add(new Durable(batches, answers, facts));
    notifyAll();
    return true;
  }

  private void publishAll() {
    try {
      while (true) {
        Durable done;
        synchronized (this) {
          while (durable.isEmpty() && !closed) {
            wait();
          }
          if (durable.isEmpty() || closed) {
            return;
          }
          done = durable.removeFirst();
        }
        publish(done);
      }
    } catch (InterruptedException e) {
      LOG.fine("the journal's publisher was told to stop");
    } finally {
      end();
      publisherEnded.countDown();
    }
  }

  private void publish(Durable done) {
    try {
      FaultPoint.reached("before-publish");
      if (!done.batches().isEmpty()) {
        view.apply(done.batches());
        listeners.accept(done.batches());
      }
      done.answers().forEach(Answer::give);
    } finally {
      // Whoever has no answer by now gets none.
      Answer.leaveOpen(done.answers());
      synchronized (this) {
        factsOnTheWay -= done.facts();
        notifyAll();
      }
    }
  }
}
