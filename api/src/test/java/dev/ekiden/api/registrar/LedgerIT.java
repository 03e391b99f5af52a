package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
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

/** What is made from the journal: the ledger by JPA, and the state. */
@ExtendWith(ArquillianExtension.class)
class LedgerIT {
  private static final Instant AT = FactSamples.AT;

  @Inject private Journal journal;
  @Inject private Ledger ledger;
  @Inject private LedgerProjection projection;
  @Inject private Migrations migrations;
  @Inject private TestDatabase database;

  private long epoch;
  private long seq;

  @Deployment
  static WebArchive archive() {
    return RegistrarArchive.create();
  }

  @BeforeEach
  void empty() throws SQLException {
    database.wipe();
    migrations.run();
    epoch = journal.takeEpoch("master-1");
    seq = 0;
  }

  @Test
  void the_ledger_follows_the_journal_behind_its_cursor() throws Exception {
    assertThat(projection.cursor()).isZero();
    append(started("d-1", 0), started("d-2", 1));
    ledger.catchUp();
    assertThat(projection.cursor()).isEqualTo(1);
    assertThat(projection.newest(10)).containsExactly(running("d-2", 1), running("d-1", 0));
    append(ended("d-1", 5));
    append(started("d-3", 6));
    ledger.catchUp();
    assertThat(projection.cursor()).isEqualTo(3);
    assertThat(projection.newest(10))
        .containsExactly(running("d-3", 6), running("d-2", 1), over("d-1", 0, 5));
  }

  @Test
  void catching_up_twice_changes_nothing() throws Exception {
    append(started("d-1", 0));
    append(ended("d-1", 5));
    ledger.catchUp();
    var first = database.column("select deployment::text from deployment");
    ledger.catchUp();
    assertThat(first).hasSize(1);
    assertThat(database.column("select deployment::text from deployment")).isEqualTo(first);
    assertThat(projection.cursor()).isEqualTo(2);
  }

  @Test
  void batches_that_were_read_before_are_passed_over() throws Exception {
    append(started("d-1", 0));
    append(ended("d-1", 5));
    ledger.catchUp();
    projection.project(List.of(new Batch(1, epoch, AT, List.of(started("d-1", 0)))));
    assertThat(projection.newest(10)).containsExactly(over("d-1", 0, 5));
    assertThat(projection.cursor()).isEqualTo(2);
  }

  @Test
  void a_ledger_made_anew_is_the_same() throws Exception {
    append(started("d-1", 0));
    append(ended("d-1", 5), started("d-2", 6));
    ledger.catchUp();
    var before = projection.newest(10);
    database.run("truncate deployment, projection_cursor");
    ledger.catchUp();
    assertThat(projection.newest(10)).isEqualTo(before).hasSize(2);
  }

  @Test
  void a_cursor_that_cannot_move_takes_its_rows_back() throws Exception {
    append(started("d-1", 0));
    database.run("alter table projection_cursor add check (seq < 1)");
    assertThat(failsToCatchUp()).isTrue();
    assertThat(projection.newest(10)).isEmpty();
    database.run("alter table projection_cursor drop constraint projection_cursor_seq_check");
    ledger.catchUp();
    assertThat(projection.newest(10)).containsExactly(running("d-1", 0));
  }

  @Test
  void a_project_sees_its_own_lines_only() throws Exception {
    append(started("d-1", 0));
    append(
        new Fact.DeploymentStarted(
            new DeploymentId("d-2"),
            List.of(
                new dev.ekiden.core.state.Deployment.Action(
                    new AppId("/data/db"), dev.ekiden.core.state.Deployment.Kind.START, AT, 1, 0)),
            "bob",
            "",
            AT));
    ledger.catchUp();
    assertThat(projection.newest(List.of("data"), 10))
        .extracting(LedgerLine::id, LedgerLine::app, LedgerLine::by)
        .containsExactly(org.assertj.core.api.Assertions.tuple("d-2", "/data/db", "bob"));
    assertThat(projection.newest(List.of("shop", "data"), 1)).hasSize(1);
  }

  @Test
  void a_row_holds_what_the_fact_says() throws Exception {
    append(started("d-1", 0));
    append(ended("d-1", 5));
    ledger.catchUp();
    assertThat(
            database.column(
                """
                select concat_ws('|', id, app, project, kind, state, actor, wanted, sentence,
                    extract(epoch from ended_at - started_at)::int, version = started_at)
                from deployment
                """))
        .containsExactly("d-1|/shop/web|shop|RESTART|SUCCEEDED|alice|3|all 3 instances serve|5|t");
  }

  @Test
  void a_state_rebuilt_from_the_journal_is_the_one_that_wrote_it() throws Exception {
    var state = new ClusterState();
    for (var event : life()) {
      var facts = new ArrayList<>(Scheduler.turn(state, event, Rules.DEFAULT).facts());
      for (var instance : List.copyOf(state.instances())) {
        var started = new Event.InstanceStarted(event.at(), instance.id(), 42);
        facts.addAll(Scheduler.turn(state, started, Rules.DEFAULT).facts());
      }
      append(facts.toArray(Fact[]::new));
    }
    var rebuilt = new ClusterState();
    journal.readAfter(0, batch -> batch.facts().forEach(rebuilt::apply));
    assertThat(state.instances()).isNotEmpty();
    assertThat(state.endedOf(FactSamples.WEB)).isNotEmpty();
    assertThat(rebuilt.applied()).isEqualTo(state.applied());
    assertThat(entries(rebuilt)).isEqualTo(entries(state));
  }

  private static List<Snapshot.Entry> entries(ClusterState state) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(state, entries::add);
    return entries;
  }

  /** An app is deployed, changed, dies, loses its agent and is refused room. */
  private static List<Event> life() {
    var any = new Event.Expectation.Any();
    var agent = FactSamples.agent();
    var spec = FactSamples.roomy();
    return List.of(
        new Event.AgentHello(AT, agent),
        new Event.AppSubmitted(AT.plusMillis(1), "alice", spec, any, false),
        new Event.AppSubmitted(AT.plusMillis(2), "alice", spec.withInstances(4), any, true),
        new Event.AppRestarted(AT.plusMillis(3), "dan", spec.id(), true),
        new Event.Tick(AT.plusMillis(4)),
        new Event.AgentSilent(AT.plusMillis(5), new AgentId("agent-1")),
        new Event.AgentHello(AT.plusMillis(6), agent),
        new Event.Tick(AT.plusMillis(7)));
  }

  private boolean failsToCatchUp() throws SQLException {
    try {
      ledger.catchUp();
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  private void append(Fact... facts) throws SQLException, DeposedException {
    seq++;
    journal.append(List.of(new Batch(seq, epoch, AT, List.of(facts))));
  }

  private static Fact started(String id, int second) {
    return FactSamples.started(new DeploymentId(id), AT.plusSeconds(second));
  }

  private static Fact ended(String id, int second) {
    return FactSamples.ended(new DeploymentId(id), AT.plusSeconds(second));
  }

  private static LedgerLine running(String id, int second) {
    var at = AT.plusSeconds(second);
    return new LedgerLine(id, "/shop/web", "RESTART", "RUNNING", "alice", at, at, "", 3);
  }

  private static LedgerLine over(String id, int from, int to) {
    return new LedgerLine(
        id,
        "/shop/web",
        "RESTART",
        "SUCCEEDED",
        "alice",
        AT.plusSeconds(from),
        AT.plusSeconds(to),
        "all 3 instances serve",
        3);
  }
}
