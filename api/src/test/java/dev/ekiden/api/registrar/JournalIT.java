package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.Fact;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The journal's promises, kept by a real PostgreSQL. */
@ExtendWith(ArquillianExtension.class)
class JournalIT {
  private static final Instant AT = FactSamples.AT;
  private static final int RACES = 25;

  @Inject private Journal journal;
  @Inject private TestDatabase database;

  @Deployment
  static WebArchive archive() {
    return RegistrarArchive.create();
  }

  @BeforeEach
  void empty() throws SQLException {
    database.renew();
  }

  @Test
  void each_epoch_is_higher_than_any_before() throws SQLException {
    assertThat(journal.takeEpoch("master-1")).isEqualTo(1);
    assertThat(journal.takeEpoch("master-2")).isEqualTo(2);
    assertThat(journal.takeEpoch("master-1")).isEqualTo(3);
    assertThat(database.column("select master from leader_epoch")).containsExactly("master-1");
  }

  @Test
  void every_type_of_fact_comes_back_as_it_was_written() throws Exception {
    var every = dev.ekiden.core.state.FactSamples.all();
    assertThat(every.stream().<Class<?>>map(Fact::getClass))
        .containsExactlyInAnyOrder(Fact.class.getPermittedSubclasses());
    long epoch = journal.takeEpoch("master-1");
    var batch = new Batch(1, epoch, AT, every);
    journal.append(List.of(batch));
    assertThat(readAfter(0)).containsExactly(batch);
  }

  @Test
  void facts_with_awkward_words_come_back_as_they_were_written() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    var batch = new Batch(1, epoch, AT, FactSamples.all());
    journal.append(List.of(batch));
    assertThat(readAfter(0)).containsExactly(batch);
  }

  @Test
  void batches_come_back_in_order_after_the_one_that_is_known() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    for (int seq = 1; seq <= 5; seq++) {
      journal.append(List.of(batch(seq, epoch, seq)));
    }
    assertThat(readAfter(3)).containsExactly(batch(4, epoch, 4), batch(5, epoch, 5));
    assertThat(journal.readAfter(3, _ -> {})).isEqualTo(5);
    assertThat(journal.readAfter(5, _ -> {})).isEqualTo(5);
  }

  @Test
  void more_batches_than_are_fetched_at_once_come_back_once_each() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    database.run(
        """
        insert into journal select n, %d, now(), '[]', 1 from generate_series(1, 1203) n
        """
            .formatted(epoch));
    var seqs = readAfter(0).stream().map(Batch::seq).toList();
    assertThat(seqs).hasSize(1_203).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void a_deposed_leader_writes_nothing() throws Exception {
    long old = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, old, 1)));
    long next = journal.takeEpoch("master-2");
    assertThatThrownBy(() -> journal.append(List.of(batch(2, old, 2))))
        .isInstanceOf(DeposedException.class)
        .hasMessageContaining("epoch 1");
    journal.append(List.of(batch(2, next, 3)));
    assertThat(readAfter(0)).containsExactly(batch(1, old, 1), batch(2, next, 3));
  }

  /** Whoever comes first, a batch of the old epoch is there before the new epoch or never. */
  @Test
  void a_deposed_leader_writes_nothing_even_when_both_race() throws Exception {
    long old = journal.takeEpoch("master-1");
    long seq = 0;
    for (int race = 0; race < RACES; race++) {
      long epoch = old;
      long mine = seq + 1;
      var start = new CyclicBarrier(2);
      Callable<Boolean> append =
          () -> {
            start.await();
            return appended(batch(mine, epoch, 1));
          };
      Callable<Long> takeOver =
          () -> {
            start.await();
            return journal.takeEpoch("master-2");
          };
      try (var both = Executors.newFixedThreadPool(2)) {
        var written = both.submit(append);
        var taken = both.submit(takeOver);
        old = taken.get();
        // The new leader reads at once what there is, and goes on from there.
        seq = journal.readAfter(seq, _ -> {});
        assertThat(written.get()).as("written and seen").isEqualTo(seq == mine);
      }
      assertThat(appended(batch(seq + 1, epoch, 2))).isFalse();
      assertThat(appended(batch(seq + 1, old, 3))).isTrue();
      seq++;
    }
  }

  /** Otherwise the new leader could read the journal before that batch is in it. */
  @Test
  @Timeout(60)
  void no_epoch_begins_while_a_batch_of_the_old_one_is_being_written() throws Exception {
    long old = journal.takeEpoch("master-1");
    database.run(
        """
        create function slow() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(1); return new; end $$
        """);
    database.run(
        "create trigger slow before insert on journal for each row execute function slow()");
    try (var threads = Executors.newFixedThreadPool(2);
        var gate = database.transaction();
        var statement = gate.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(1)");
      var written = threads.submit(() -> isWritten(batch(1, old, 1)));
      while (waiting() < 1) {
        Thread.onSpinWait();
      }
      var taken = threads.submit(() -> journal.takeEpoch("master-2"));
      while (waiting() < 2 && !taken.isDone()) {
        Thread.onSpinWait();
      }
      boolean early = taken.isDone();
      gate.rollback();
      // Had this test taken too long, the batch would have been ended for the new epoch.
      assertThat(early && written.get()).as("a new epoch beside an open batch").isFalse();
      assertThat(taken.get()).isGreaterThan(old);
      assertThat(readAfter(0)).hasSize(written.get() ? 1 : 0);
    }
  }

  private boolean isWritten(Batch batch) throws DeposedException {
    try {
      journal.append(List.of(batch));
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  /** A process that was stopped, or is cut off, keeps its transaction open. */
  @Test
  void an_epoch_begins_though_the_old_leader_hangs_in_a_batch() throws Exception {
    long old = journal.takeEpoch("master-1");
    try (var hanging = database.transaction();
        var statement = hanging.createStatement()) {
      statement.execute("select epoch from leader_epoch for share");
      statement.execute("insert into journal values (1, %d, now(), '[]', 1)".formatted(old));

      long next = journal.takeEpoch("master-2");

      assertThat(next).isGreaterThan(old);
      assertThatThrownBy(hanging::commit).isInstanceOf(SQLException.class);
      journal.append(List.of(batch(1, next, 1)));
      assertThat(readAfter(0)).containsExactly(batch(1, next, 1));
    }
  }

  /** Sessions of PostgreSQL that wait for a lock. */
  private int waiting() throws SQLException {
    var sql = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    return Integer.parseInt(database.column(sql).getFirst());
  }

  @Test
  void repeating_a_batch_is_harmless() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, epoch, 1)));
    journal.append(List.of(batch(1, epoch, 1)));
    journal.append(List.of(batch(2, epoch, 2)));
    journal.append(List.of(batch(1, epoch, 1)));
    assertThat(readAfter(0)).containsExactly(batch(1, epoch, 1), batch(2, epoch, 2));
  }

  @Test
  void another_batch_under_a_number_that_is_taken_is_refused() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, epoch, 1)));
    assertThatThrownBy(() -> journal.append(List.of(batch(1, epoch, 2))))
        .isInstanceOf(SQLException.class);
    assertThat(readAfter(0)).containsExactly(batch(1, epoch, 1));
  }

  @Test
  void a_batch_that_would_leave_a_gap_is_refused() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, epoch, 1)));
    assertThatThrownBy(() -> journal.append(List.of(batch(3, epoch, 3))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3");
    assertThat(readAfter(0)).containsExactly(batch(1, epoch, 1));
  }

  @Test
  void several_batches_become_durable_together_or_not_at_all() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, epoch, 1), batch(2, epoch, 2), batch(3, epoch, 3)));
    assertThat(readAfter(0)).hasSize(3);
    database.run("alter table journal add constraint no_five check (seq <> 5)");
    assertThatThrownBy(() -> journal.append(List.of(batch(4, epoch, 4), batch(5, epoch, 5))))
        .isInstanceOf(SQLException.class);
    assertThat(readAfter(0)).extracting(Batch::seq).containsExactly(1L, 2L, 3L);
    journal.append(List.of(batch(1, epoch, 1), batch(2, epoch, 2), batch(3, epoch, 3)));
    assertThat(readAfter(0)).as("repeated").hasSize(3);
  }

  @Test
  void a_reader_who_is_behind_what_was_trimmed_is_told_so() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, epoch, 1), batch(2, epoch, 2), batch(3, epoch, 3)));
    database.run("delete from journal where seq < 3");
    assertThatThrownBy(() -> readAfter(1)).isInstanceOf(GapException.class);
    assertThat(readAfter(2)).containsExactly(batch(3, epoch, 3));
    journal.append(List.of(batch(4, epoch, 4)));
  }

  @Test
  void what_a_newer_version_wrote_is_not_guessed_at() throws Exception {
    long epoch = journal.takeEpoch("master-1");
    journal.append(List.of(batch(1, epoch, 1)));
    database.run("update journal set format = 9");
    assertThatThrownBy(() -> readAfter(0))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("upgrade this master");
  }

  /** More often than the pool has connections. */
  @Test
  void a_database_that_ends_connections_again_and_again_is_written_to_afterwards()
      throws Exception {
    long epoch = journal.takeEpoch("master-1");
    int failures = 0;
    for (int i = 0; i < RACES; i++) {
      database.run(
          """
          create or replace function die() returns trigger language plpgsql as
          $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$
          """);
      database.run(
          "create trigger die before insert on journal for each row execute function die()");
      try {
        journal.append(List.of(batch(1, epoch, 1)));
      } catch (SQLException e) {
        failures++;
      }
      database.run("drop trigger die on journal");
    }
    assertThat(failures).isEqualTo(RACES);
    journal.append(List.of(batch(1, epoch, 1)));
    assertThat(readAfter(0)).containsExactly(batch(1, epoch, 1));
  }

  private boolean appended(Batch batch) throws SQLException {
    try {
      journal.append(List.of(batch));
      return true;
    } catch (DeposedException e) {
      return false;
    }
  }

  private List<Batch> readAfter(long seq) throws SQLException {
    var batches = new ArrayList<Batch>();
    journal.readAfter(seq, batches::add);
    return batches;
  }

  private static Batch batch(long seq, long epoch, int instances) {
    var quota = new Quota(Quota.UNLIMITED, Quota.UNLIMITED, instances);
    return new Batch(
        seq, epoch, AT, List.of(new Fact.QuotaSet(new GroupId("shop"), quota, "olga")));
  }
}
