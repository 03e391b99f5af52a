package dev.ekiden.api.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.Specs;
import dev.ekiden.api.registrar.Batch;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop around the scheduler, with a journal that does what a test tells it. */
@Timeout(20)
class ControlLoopTests {
  private final FakeJournal journal = new FakeJournal();
  private final Listeners listeners = new Listeners();
  private final ControlLoop loop = new ControlLoop();
  private final AtomicBoolean mandate = new AtomicBoolean(true);
  private final CountDownLatch started = new CountDownLatch(1);
  private final CompletableFuture<String> over = new CompletableFuture<>();
  private final Thread thread = Thread.ofPlatform().unstarted(this::lead);

  ControlLoopTests() {
    loop.journal = journal;
    loop.view = new View();
    loop.settings = new TestSettings(Path.of("unused"));
    loop.committed = listeners;
  }

  private void lead() {
    try {
      loop.lead(
          7,
          new ClusterState(),
          41,
          Instant.EPOCH,
          Thread.ofPlatform().daemon().factory(),
          started::countDown,
          mandate::get);
      over.complete("stood down");
    } catch (InterruptedException e) {
      over.complete("was interrupted");
    } catch (RuntimeException e) {
      over.complete("broke: " + e.getMessage());
    }
  }

  private void startLeading() throws InterruptedException {
    thread.start();
    started.await();
  }

  @AfterEach
  void stop() throws InterruptedException {
    mandate.set(false);
    thread.interrupt();
    thread.join();
  }

  @Test
  void an_answer_comes_once_its_facts_are_durable_and_seen() throws Exception {
    startLeading();
    var answer = loop.submit(quota(3)).get();
    assertThat(answer).isEqualTo(new Decision.Reply.Done());
    assertThat(journal.written()).hasSize(1);
    var batch = journal.written().getFirst();
    assertThat(batch.seq()).isEqualTo(42);
    assertThat(batch.epoch()).isEqualTo(7);
    assertThat(batch.facts()).containsExactly(fact(3));
    assertThat(loop.view.seq()).isEqualTo(42);
    assertThat(limit()).isEqualTo(3);
    assertThat(listeners.heard()).containsExactly(new Committed(List.of(batch)));
  }

  @Test
  void batches_are_numbered_without_a_gap() throws Exception {
    startLeading();
    for (int i = 1; i <= 3; i++) {
      loop.submit(quota(i)).get();
    }
    assertThat(journal.written()).extracting(Batch::seq).containsExactly(42L, 43L, 44L);
  }

  @Test
  void what_changes_nothing_is_answered_and_not_journaled() throws Exception {
    startLeading();
    var unknown = new AppId("/shop/nothing");
    var answer = loop.submit(at -> new Event.AppRestarted(at, "alice", unknown, false)).get();
    assertThat(answer).isInstanceOf(Decision.Reply.Refused.class);
    assertThat(journal.written()).isEmpty();
    assertThat(loop.view.seq()).isZero();
  }

  @Test
  void nobody_hears_anything_while_a_commit_is_under_way() throws Exception {
    journal.hold();
    startLeading();
    var answer = loop.submit(quota(3));
    journal.awaitTries(1);
    assertThat(answer).isNotDone();
    assertThat(listeners.heard()).isEmpty();
    assertThat(loop.view.seq()).isZero();
    journal.release();
    answer.get();
    assertThat(listeners.heard()).hasSize(1);
  }

  @Test
  void a_commit_that_fails_is_tried_again_with_the_same_batch() throws Exception {
    journal.failWith(new SQLException("the database is away"), 2);
    journal.holdFromTry(3);
    startLeading();
    var answer = loop.submit(quota(3));
    journal.awaitTries(3);
    assertThat(answer).as("answered before it was durable").isNotDone();
    assertThat(listeners.heard()).isEmpty();
    journal.release();
    answer.get();
    assertThat(journal.tried()).hasSize(3).containsOnly(List.of(journal.written().getFirst()));
    assertThat(loop.view.seq()).isEqualTo(42);
  }

  @Test
  void events_that_arrive_during_a_commit_share_the_next_one() throws Exception {
    journal.hold();
    startLeading();
    loop.submit(quota(1));
    journal.awaitTries(1);
    var second = loop.submit(quota(2));
    var third = loop.submit(quota(3));
    // All three decided: one that is on its way may miss the next commit.
    journal.awaitFacts(loop::figures, 3);
    journal.release();
    second.get();
    third.get();
    assertThat(journal.written().get(1).facts()).containsExactly(fact(2), fact(3));
  }

  @Test
  void deciding_goes_on_while_a_commit_is_under_way() throws Exception {
    journal.hold();
    startLeading();
    loop.submit(quota(1));
    journal.awaitTries(1);
    var decided = new CountDownLatch(1);
    loop.submit(
        at -> {
          decided.countDown();
          return quota(2).apply(at);
        });
    assertThat(decided.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(journal.written()).isEmpty();
    journal.release();
  }

  @Test
  void many_facts_are_cut_into_rows_that_are_written_together() throws Exception {
    journal.hold();
    startLeading();
    loop.submit(quota(1));
    journal.awaitTries(1);
    CompletableFuture<Decision.Reply> last = new CompletableFuture<>();
    for (int i = 0; i < Pipeline.FACTS_IN_ROW + 1; i++) {
      last = loop.submit(quota(i));
    }
    journal.awaitFacts(loop::figures, Pipeline.FACTS_IN_ROW + 2);
    journal.release();
    last.get();
    assertThat(journal.written().get(1).facts()).hasSize(Pipeline.FACTS_IN_ROW);
    assertThat(journal.written().get(2).facts()).hasSize(1);
    assertThat(journal.commits()).isEqualTo(2);
    assertThat(loop.view.seq()).isEqualTo(44);
  }

  @Test
  void callers_are_refused_at_once_while_the_registrar_stalls_and_agents_wait() throws Exception {
    journal.failWith(new SQLException("the database is away"), Integer.MAX_VALUE);
    startLeading();
    var first = loop.submit(quota(1));
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (loop.figures().stalledFor().isZero() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertRefused(loop.submit(quota(2)), "nothing was changed");
    var report = loop.report(quota(3));
    assertThat(report).isNotDone();
    journal.failWith(new SQLException(), 0);
    first.get();
    report.get();
    assertThat(loop.figures().stalledFor()).isZero();
    assertThat(limit()).isEqualTo(3);
  }

  @Test
  void a_write_that_hangs_when_leading_ends_is_refused_as_unknown_and_never_seen()
      throws Exception {
    journal.hold();
    startLeading();
    var answer = loop.submit(quota(1));
    journal.awaitTries(1);
    mandate.set(false);
    assertThat(over.get()).isEqualTo("stood down");
    assertLeftOpen(answer);
    journal.release();
    assertThat(loop.view.seq()).isZero();
    assertThat(listeners.heard()).isEmpty();
  }

  @Test
  void a_deposed_leader_refuses_what_it_has_taken_and_what_still_waits() throws Exception {
    journal.hold();
    startLeading();
    var taken = loop.submit(quota(1));
    journal.awaitTries(1);
    var waiting = loop.submit(quota(2));
    journal.depose();
    journal.release();
    assertThat(over.get()).isEqualTo("stood down");
    assertLeftOpen(taken);
    assertRefused(waiting, "nothing was changed");
    assertThat(loop.leading()).isFalse();
    assertThat(listeners.heard()).isEmpty();
    assertThat(limit()).isEqualTo(Quota.UNLIMITED);
  }

  @Test
  void losing_the_mandate_while_the_database_is_away_ends_leading_but_not_the_thread()
      throws Exception {
    journal.failWith(new SQLException("the database is away"), Integer.MAX_VALUE);
    startLeading();
    var answer = loop.submit(quota(1));
    journal.awaitTries(1);
    mandate.set(false);
    assertThat(over.get()).as("goes back to standing by").isEqualTo("stood down");
    assertLeftOpen(answer);
  }

  @Test
  void a_fault_of_ours_refuses_what_was_taken() throws Exception {
    startLeading();
    var answer =
        loop.submit(
            _ -> {
              throw new IllegalStateException("a fault");
            });
    assertThat(over.get()).isEqualTo("broke: a fault");
    assertRefused(answer, "stopped leading");
    assertThat(loop.leading()).isFalse();
  }

  @Test
  void a_listener_that_fails_stops_nobody() throws Exception {
    listeners.fail();
    startLeading();
    loop.submit(quota(1)).get();
    loop.submit(quota(2)).get();
    assertThat(journal.written()).hasSize(2);
  }

  @Test
  void who_does_not_lead_refuses_at_once() {
    assertRefused(loop.submit(quota(1)), "does not lead");
  }

  @Test
  void who_has_stopped_leading_refuses_and_may_lead_again() throws Exception {
    startLeading();
    loop.submit(quota(1)).get();
    mandate.set(false);
    over.get();
    assertRefused(loop.submit(quota(2)), "does not lead");
    assertThat(journal.written()).hasSize(1);
  }

  @Test
  void what_follows_from_a_wish_is_in_the_same_batch() throws Exception {
    startLeading();
    var spec = Specs.app("/shop/web");
    var any = new Event.Expectation.Any();
    loop.submit(at -> new Event.AppSubmitted(at, "alice", spec, any, false)).get();
    var first = journal.written().getFirst().facts();
    assertThat(first).hasAtLeastOneElementOfType(Fact.AppDefined.class);
    assertThat(first).hasAtLeastOneElementOfType(Fact.AppWaits.class);
  }

  private static void assertRefused(CompletableFuture<Decision.Reply> answer, String why) {
    assertFailed(answer, UnavailableException.class, why);
  }

  private static void assertLeftOpen(CompletableFuture<Decision.Reply> answer) {
    assertFailed(answer, UnconfirmedException.class, "before it could confirm");
  }

  private static void assertFailed(
      CompletableFuture<Decision.Reply> answer, Class<? extends Exception> as, String why) {
    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(as)
        .hasMessageContaining(why);
  }

  private long limit() {
    return loop.view.read(state -> state.quota(new ProjectId("shop")).instances());
  }

  private static Function<Instant, Event> quota(int instances) {
    var project = new GroupId("shop");
    return at -> new Event.QuotaChanged(at, "admin", project, limits(instances));
  }

  private static Fact fact(int instances) {
    return new Fact.QuotaSet(new GroupId("shop"), limits(instances), "admin");
  }

  private static Quota limits(int instances) {
    return new Quota(Quota.UNLIMITED, Quota.UNLIMITED, instances);
  }
}
