package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ekiden.api.registrar.projections.Happening;
import dev.ekiden.api.registrar.projections.History;
import dev.ekiden.api.registrar.projections.InstanceStory;
import dev.ekiden.api.registrar.projections.LedgerLine;
import dev.ekiden.api.registrar.projections.Projector;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
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

/** The tables that are made from the journal by JPA, and what is read from them. */
@ExtendWith(ArquillianExtension.class)
class ProjectionsIT {
  private static final Instant AT = FactSamples.AT;
  private static final List<String> TABLES =
      List.of("app", "app_version", "deployment", "instance", "agent", "project", "quota", "audit");

  @Inject private Journal journal;
  @Inject private Projector projector;
  @Inject private History history;
  @Inject private TestDatabase database;

  private Life life;

  @Deployment
  static WebArchive archive() {
    return RegistrarArchive.create();
  }

  @BeforeEach
  void empty() throws SQLException {
    database.renew();
    life = new Life(journal);
  }

  @Test
  void deployments_follow_the_journal_behind_the_cursor() throws Exception {
    assertThat(cursor()).isZero();
    life.append(started("d-1", 0), started("d-2", 1));
    projector.catchUp();
    assertThat(cursor()).isEqualTo(1);
    assertThat(history.deployments(10)).containsExactly(running("d-2", 1), running("d-1", 0));
    life.append(ended("d-1", 5));
    life.append(started("d-3", 6));
    projector.catchUp();
    assertThat(cursor()).isEqualTo(3);
    assertThat(history.deployments(10))
        .containsExactly(running("d-3", 6), running("d-2", 1), over("d-1", 0, 5));
    assertThat(history.deployment("d-1")).contains(over("d-1", 0, 5));
    assertThat(history.deployment("d-9")).isEmpty();
  }

  @Test
  void every_type_of_fact_is_taken_and_taking_all_again_changes_nothing() throws Exception {
    life.append(dev.ekiden.core.state.FactSamples.all());
    life.append(FactSamples.all());
    life.goesOn();
    projector.catchUp();
    var first = everything();
    assertThat(first).hasSizeGreaterThan(20);
    projector.catchUp();
    assertThat(everything()).isEqualTo(first);
    database.run("update projection_cursor set seq = 0");
    projector.catchUp();
    assertThat(everything()).isEqualTo(first);
  }

  @Test
  void one_batch_at_a_time_or_all_at_once_gives_the_same() throws Exception {
    life.goesOn();
    long last = life.seq();
    projector.catchUp();
    var first = everything();
    database.run("truncate " + String.join(", ", TABLES));
    database.run("update projection_cursor set seq = 0");
    database.run("alter table journal rename to whole");
    database.run("create table journal (like whole including all)");
    for (int i = 1; i <= last; i++) {
      database.run("insert into journal select * from whole where seq = " + i);
      projector.catchUp();
    }
    assertThat(everything()).isEqualTo(first);
  }

  @Test
  void a_cursor_that_cannot_move_takes_its_rows_back() throws Exception {
    life.append(started("d-1", 0));
    database.run("alter table projection_cursor add check (seq < 1)");
    assertThatThrownBy(projector::catchUp).isInstanceOf(RuntimeException.class);
    assertThat(history.deployments(10)).isEmpty();
    database.run("alter table projection_cursor drop constraint projection_cursor_seq_check");
    projector.catchUp();
    assertThat(history.deployments(10)).containsExactly(running("d-1", 0));
  }

  @Test
  void a_project_sees_its_own_deployments_only() throws Exception {
    life.append(started("d-1", 0));
    life.append(
        new Fact.DeploymentStarted(
            new DeploymentId("d-2"),
            List.of(
                new dev.ekiden.core.state.Deployment.Action(
                    new AppId("/data/db"), dev.ekiden.core.state.Deployment.Kind.START, AT, 1, 0)),
            "bob",
            "",
            AT));
    projector.catchUp();
    assertThat(history.deployments(List.of("data"), 10))
        .extracting(LedgerLine::id, LedgerLine::app, LedgerLine::by)
        .containsExactly(tuple("d-2", "/data/db", "bob"));
    assertThat(history.deployments(List.of("shop", "data"), 1)).hasSize(1);
  }

  @Test
  void a_deployment_tells_its_steps_and_who_held_it_up() throws Exception {
    var id = new DeploymentId("d-1");
    life.append(started("d-1", 0));
    life.append(
        new Fact.DeploymentPaused(id, "bob", AT.plusSeconds(1)),
        new Fact.DeploymentResumed(id, "bob", AT.plusSeconds(2)),
        new Fact.DeploymentStepped(id, 1, AT.plusSeconds(3)));
    life.append(ended("d-1", 4));
    projector.catchUp();
    assertThat(history.deployment("d-1").orElseThrow().history())
        .containsExactly(
            new Happening(AT, "STARTED", ""),
            new Happening(AT.plusSeconds(1), "PAUSED", "by bob"),
            new Happening(AT.plusSeconds(2), "RESUMED", "by bob"),
            new Happening(AT.plusSeconds(3), "STEPPED", "step 2 begins"),
            new Happening(AT.plusSeconds(4), "SUCCEEDED", "all 3 instances serve"));
    assertThat(database.column("select actor || ' ' || action from audit order by id"))
        .containsExactly("bob deployment.paused", "bob deployment.resumed");
  }

  @Test
  void an_instance_tells_what_it_went_through_and_how_it_ended() throws Exception {
    life.append(dev.ekiden.core.state.FactSamples.all());
    projector.catchUp();
    var story = history.instance("shop_web.instance-1").orElseThrow();
    assertThat(story.history())
        .extracting(Happening::what)
        .containsExactly(
            "PLACED",
            "UNPACKED",
            "RUNNING",
            "UNHEALTHY",
            "READY",
            "LISTENS",
            "RETURNED",
            "INACTIVE",
            "TO_BE_REPLACED",
            "KEPT",
            "TO_END",
            "TO_BE_RESIZED",
            "RESIZED",
            "NOT_RESIZED",
            "ENDED");
    assertThat(story.history())
        .filteredOn(happening -> happening.what().equals("RESIZED"))
        .extracting(Happening::detail)
        .containsExactly("given 0.2 cores and 64 MiB without a restart");
    assertThat(story.state()).isEqualTo("ENDED");
    assertThat(story.ports()).containsExactly(31_000, 31_001);
    assertThat(story.ending())
        .isEqualTo(
            new InstanceStory.Ending.Over(
                new End(
                    End.Cause.OUT_OF_MEMORY,
                    137,
                    "ended at its limit of 64 MiB",
                    List.of("a", "b"),
                    AT)));
  }

  @Test
  void what_ends_with_strange_words_is_written_down() throws Exception {
    var id = new InstanceId("shop_web.instance-7");
    var lines = List.of("\0 '; drop table instance; --", "雪🏃");
    life.append(
        new Fact.InstancePlaced(id, FactSamples.WEB, AT, new AgentId("n1"), List.of(), AT),
        new Fact.InstanceEnded(id, new End(End.Cause.EXITED, 1, "it said \0", lines, AT)));
    projector.catchUp();
    var over = (InstanceStory.Ending.Over) history.instance(id.value()).orElseThrow().ending();
    assertThat(over.end().lastLines()).isEqualTo(lines);
    assertThat(over.end().sentence()).isEqualTo("it said \uFFFD");
  }

  @Test
  void instances_are_as_the_state_has_them() throws Exception {
    life.goesOn();
    assertThat(life.state.instances()).isNotEmpty();
    assertThat(life.state.endedOf(FactSamples.WEB)).isNotEmpty();
    projector.catchUp();
    assertThat(database.column("select id || ' ' || state from instance where ended_at is null"))
        .containsExactlyInAnyOrderElementsOf(
            life.state.instances().stream()
                .map(it -> it.id().value() + " " + it.condition())
                .toList());
    assertThat(
            database.column("select id || ' ' || cause from instance where ended_at is not null"))
        .containsAll(
            life.state.endedOf(FactSamples.WEB).stream()
                .map(it -> it.last().id().value() + " " + it.end().cause())
                .toList());
  }

  @Test
  void all_instances_of_an_agent_that_falls_silent_are_unreachable() throws Exception {
    life.turn(at -> new Event.AgentHello(at, FactSamples.agent()));
    life.turn(at -> new Event.AppSubmitted(at, "alice", FactSamples.roomy(), Life.ANY, true));
    var ids = life.state.instances().stream().map(Instance::id).toList();
    life.turn(at -> new Event.InstanceStarted(at, ids.getFirst(), 4));
    life.append(
        List.of(
            new Fact.AgentLost(FactSamples.agent().id(), AT),
            new Fact.InstanceReturned(ids.getFirst(), true, AT)));
    projector.catchUp();
    assertThat(ids).hasSize(3);
    assertThat(
            database.column(
                "select state from instance order by id = '%s'".formatted(ids.getFirst())))
        .containsExactly("UNREACHABLE", "UNREACHABLE", "RUNNING");
    assertThat(history.instance(ids.getFirst().value()).orElseThrow().history())
        .extracting(Happening::what)
        .containsExactly("PLACED", "RUNNING", "UNREACHABLE", "RETURNED");
  }

  private long cursor() throws SQLException {
    return Long.parseLong(
        database
            .column("select seq from projection_cursor where projection = 'history'")
            .getFirst());
  }

  private List<String> everything() throws SQLException {
    var rows = new ArrayList<String>();
    for (var table : TABLES) {
      rows.addAll(
          database.column(
              "select %1$s::text from %1$s order by id"
                  .formatted(table)
                  .replace("quota order by id", "quota order by group_id")));
    }
    return rows;
  }

  private static Fact started(String id, int second) {
    return FactSamples.started(new DeploymentId(id), AT.plusSeconds(second));
  }

  private static Fact ended(String id, int second) {
    return FactSamples.ended(new DeploymentId(id), AT.plusSeconds(second));
  }

  private static LedgerLine running(String id, int second) {
    var at = AT.plusSeconds(second);
    var story = List.of(new Happening(at, "STARTED", ""));
    return new LedgerLine(id, "/shop/web", "RESTART", "RUNNING", "alice", "", at, at, "", 3, story);
  }

  private static LedgerLine over(String id, int from, int to) {
    var sentence = "all 3 instances serve";
    return new LedgerLine(
        id,
        "/shop/web",
        "RESTART",
        "SUCCEEDED",
        "alice",
        "",
        AT.plusSeconds(from),
        AT.plusSeconds(to),
        sentence,
        3,
        List.of(
            new Happening(AT.plusSeconds(from), "STARTED", ""),
            new Happening(AT.plusSeconds(to), "SUCCEEDED", sentence)));
  }
}
