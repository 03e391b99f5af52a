package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Snapshot;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Snapshots, what a start makes of them, and what is deleted because of them. */
@ExtendWith(ArquillianExtension.class)
class CompactionIT {
  private static final Instant AT = FactSamples.AT;
  private static final String COMPLETE =
      "select seq from snapshot where completed_at is not null order by seq";

  @Inject private Journal journal;
  @Inject private Recovery recovery;
  @Inject private Snapshots snapshots;
  @Inject private Compactor compactor;
  @Inject private TestDatabase database;

  private final ClusterState state = new ClusterState();
  private Instant now = AT;
  private long epoch;
  private long seq;

  @Deployment
  static WebArchive archive() {
    return RegistrarArchive.create();
  }

  @BeforeEach
  void empty() throws SQLException {
    database.renew();
    epoch = journal.takeEpoch("master-1");
    cursor(Long.MAX_VALUE);
  }

  @Test
  void without_a_snapshot_the_whole_journal_is_read() throws Exception {
    assertThat(recovery.load().seq()).isZero();
    assertThat(recovery.load().state().applied()).isZero();
    live();
    assertLoads();
  }

  @Test
  void a_snapshot_and_what_came_after_it_give_the_state_that_wrote_both() throws Exception {
    live();
    compactor.compact();
    assertThat(database.column(COMPLETE)).containsExactly(Long.toString(seq));
    assertLoads();
    live();
    assertLoads();
    compactor.compact();
    assertLoads();
    live();
    assertLoads();
  }

  @Test
  void what_is_in_the_snapshot_is_not_read_again() throws Exception {
    live();
    compactor.compact();
    live();
    database.run("update journal set facts = 'spoilt' where seq <= " + completed().getFirst());
    assertLoads();
  }

  @Test
  void a_large_state_is_written_in_pieces() throws Exception {
    large();
    compactor.compact();
    assertThat(pieces()).isGreaterThan(2);
    assertLoads();
  }

  @Test
  void a_crash_between_pieces_leaves_the_snapshot_before_it() throws Exception {
    live();
    compactor.compact();
    long good = seq;
    large();
    database.run(
        "alter table snapshot_piece add check (snapshot = %d or number < 2)".formatted(good));
    assertThatThrownBy(compactor::compact).isInstanceOf(SQLException.class);
    assertThat(database.column("select seq from snapshot order by seq"))
        .containsExactly(Long.toString(good), Long.toString(seq));
    assertThat(completed()).containsExactly(good);
    assertLoads();
    database.run("alter table snapshot_piece drop constraint snapshot_piece_check");
    live();
    compactor.compact();
    assertThat(database.column("select distinct snapshot from snapshot_piece order by 1"))
        .containsExactly(Long.toString(good), Long.toString(seq));
    assertLoads();
  }

  @Test
  void the_same_state_is_not_written_twice() throws Exception {
    live();
    compactor.compact();
    compactor.compact();
    assertThat(completed()).containsExactly(seq);
  }

  @Test
  void the_last_two_snapshots_are_kept_and_the_journal_behind_the_older() throws Exception {
    var written = new ArrayList<Long>();
    for (int i = 0; i < 4; i++) {
      live();
      compactor.compact();
      written.add(seq);
    }
    assertThat(completed()).isEqualTo(written.subList(2, 4));
    assertThat(firstBatch()).isEqualTo(written.get(2));
    assertLoads();
    database.run("delete from snapshot where seq = " + seq);
    assertLoads();
  }

  @Test
  void batches_that_a_projection_has_not_read_stay() throws Exception {
    for (int i = 0; i < 3; i++) {
      live();
      cursor(2);
      compactor.compact();
    }
    assertThat(firstBatch()).isEqualTo(2);
    cursor(Long.MAX_VALUE);
    compactor.run();
    assertThat(firstBatch()).isEqualTo(completed().getFirst());
  }

  @Test
  void young_batches_stay_and_no_gap_is_left_behind_them() throws Exception {
    for (int i = 0; i < 3; i++) {
      live();
      database.run("update journal set at = now() where seq = 3");
      compactor.compact();
    }
    assertThat(firstBatch()).isEqualTo(3);
    assertLoads();
  }

  @Test
  void many_batches_are_trimmed_in_many_deletes() throws Exception {
    live();
    compactor.compact();
    database.run("delete from snapshot");
    database.run(
        """
        insert into journal (seq, epoch, at, facts)
        select n, %d, timestamptz '2026-01-01', '[]' from generate_series(%d, 2000) n
        """
            .formatted(epoch, seq + 1));
    seq = 2_000;
    compactor.compact();
    live();
    compactor.compact();
    assertThat(completed()).containsExactly(2_000L, seq);
    assertThat(firstBatch()).isEqualTo(2_000);
    assertLoads();
  }

  @Test
  void only_one_compacts_at_a_time() throws Exception {
    live();
    try (var other = database.transaction();
        var statement = other.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(x'656b6964656e'::bigint)");
      compactor.compact();
      assertThat(completed()).isEmpty();
      other.rollback();
    }
    compactor.compact();
    assertThat(completed()).containsExactly(seq);
  }

  @Test
  void little_is_not_compacted_until_hours_have_passed() throws Exception {
    now = Instant.now();
    live();
    compactor.run();
    assertThat(completed()).isEmpty();
    database.run("update journal set at = now() - interval '7 hours'");
    compactor.run();
    assertThat(completed()).containsExactly(seq);
  }

  @Test
  void a_snapshot_that_only_a_newer_master_can_read_is_passed_over_for_the_one_before()
      throws Exception {
    live();
    compactor.compact();
    live();
    compactor.compact();
    database.run("update snapshot set format = 99 where seq = " + seq);
    database.run("update snapshot_piece set entries = '' where snapshot = " + seq);
    assertLoads();
  }

  @Test
  void where_nothing_can_be_read_the_master_is_to_be_upgraded() throws Exception {
    live();
    compactor.compact();
    database.run("update snapshot set format = 99");
    assertThatThrownBy(recovery::load)
        .isInstanceOf(NewerFormatException.class)
        .hasMessage(
            "snapshot %d has format 99, this master knows formats up to 2: upgrade this master"
                .formatted(seq));
  }

  @Test
  void a_snapshot_with_a_piece_missing_is_refused() throws Exception {
    large();
    compactor.compact();
    database.run("delete from snapshot_piece where number = 2");
    assertThatThrownBy(recovery::load)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("snapshot " + seq);
  }

  private void assertLoads() throws SQLException {
    var recovered = recovery.load();
    assertThat(recovered.seq()).isEqualTo(seq);
    assertThat(recovered.state().applied()).isEqualTo(state.applied());
    assertThat(entries(recovered.state())).isEqualTo(entries(state));
  }

  private static List<Snapshot.Entry> entries(ClusterState state) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(state, entries::add);
    return entries;
  }

  private List<Long> completed() throws SQLException {
    return database.column(COMPLETE).stream().map(Long::valueOf).toList();
  }

  private long firstBatch() throws SQLException {
    return Long.parseLong(database.column("select min(seq) from journal").getFirst());
  }

  private int pieces() throws SQLException {
    return Integer.parseInt(database.column("select count(*) from snapshot_piece").getFirst());
  }

  /** Where the slowest projection is. */
  private void cursor(long at) throws SQLException {
    database.run("delete from projection_cursor");
    database.run("insert into projection_cursor values ('slow', %d)".formatted(at));
  }

  /** An app is deployed, changed, dies, loses its agent and is refused room. */
  private void live() throws SQLException, DeposedException {
    var any = new Event.Expectation.Any();
    var agent = FactSamples.agent();
    var spec = FactSamples.roomy();
    now = now.plusSeconds(1);
    turn(new Event.AgentHello(now, agent));
    turn(new Event.AppSubmitted(now, "alice", spec, any, true));
    turn(new Event.AppSubmitted(now, "alice", spec.withInstances(4), any, true));
    turn(new Event.AppRestarted(now, "dan", spec.id(), true));
    turn(new Event.AgentSilent(now, new AgentId("agent-1")));
    turn(new Event.AgentHello(now, agent));
    turn(new Event.Tick(now));
  }

  private void turn(Event event) throws SQLException, DeposedException {
    var facts = new ArrayList<>(Scheduler.turn(state, event, Rules.DEFAULT).facts());
    for (var instance : List.copyOf(state.instances())) {
      var started = new Event.InstanceStarted(event.at(), instance.id(), 42);
      facts.addAll(Scheduler.turn(state, started, Rules.DEFAULT).facts());
    }
    append(facts);
  }

  /** Some megabytes of quotas. */
  private void large() throws SQLException, DeposedException {
    var facts = new ArrayList<Fact>();
    for (int i = 0; i < 20_000; i++) {
      facts.add(new Fact.QuotaSet(new GroupId("shop/group-" + i), new Quota(i, i, i), "olga"));
    }
    facts.forEach(state::apply);
    append(facts);
  }

  private void append(List<Fact> facts) throws SQLException, DeposedException {
    if (!facts.isEmpty()) {
      seq++;
      journal.append(List.of(new Batch(seq, epoch, now, facts)));
    }
  }
}
