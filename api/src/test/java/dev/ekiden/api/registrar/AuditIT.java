package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.registrar.projections.AuditLine;
import dev.ekiden.api.registrar.projections.History;
import dev.ekiden.api.registrar.projections.Projections;
import dev.ekiden.api.registrar.projections.Projector;
import dev.ekiden.api.registrar.projections.Pruning;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.Fact;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who did what, every definition there was, and what becomes of old history. */
@ExtendWith(ArquillianExtension.class)
class AuditIT {
  private static final Instant AT = FactSamples.AT;

  @Inject private Journal journal;
  @Inject private Projector projector;
  @Inject private History history;
  @Inject private Pruning pruning;
  @Inject private Projections projections;
  @Inject private Compactor compactor;
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
  void every_definition_of_an_app_is_kept_with_who_made_it() throws Exception {
    var spec = FactSamples.roomy();
    life.turn(at -> new Event.AppSubmitted(at, "alice", spec, Life.ANY, true));
    life.turn(at -> new Event.AppSubmitted(at, "bob", spec.withInstances(5), Life.ANY, true));
    life.turn(at -> new Event.AppRestarted(at, "carol", spec.id(), true));
    projector.catchUp();
    assertThat(
            database.column(
                """
                select actor || ' ' || (definition::json ->> 'instances') from app_version
                order by version
                """))
        .containsExactly("alice 3", "bob 5", "carol 5");
    assertThat(database.column("select changed_by || ' ' || wanted from app"))
        .containsExactly("carol 5");
    life.turn(at -> new Event.AppDeleted(at, "dan", spec.id(), true));
    projector.catchUp();
    assertThat(database.column("select changed_by from app where removed_at is not null"))
        .containsExactly("dan");
    assertThat(database.column("select count(*) from app_version")).containsExactly("3");
  }

  @Test
  void the_audit_says_who_changed_what_from_what_to_what() throws Exception {
    var spec = FactSamples.roomy();
    life.turn(at -> new Event.AppSubmitted(at, "alice", spec, Life.ANY, true));
    life.turn(at -> new Event.AppSubmitted(at, "bob", spec.withInstances(5), Life.ANY, true));
    life.turn(at -> new Event.AppRestarted(at, "carol", spec.id(), true));
    life.turn(at -> new Event.AppDeleted(at, "dan", spec.id(), true));
    projector.catchUp();
    assertThat(audited())
        .containsExactly(
            "dan app.removed /shop/web",
            "carol app.restarted /shop/web",
            "bob app.scaled /shop/web",
            "alice app.created /shop/web");
    var lines = history.audit(Long.MAX_VALUE, 10);
    assertThat(lines.get(2))
        .extracting(AuditLine::before, AuditLine::after)
        .containsExactly("{\"instances\":3}", "{\"instances\":5}");
    assertThat(lines.get(3).before()).isEmpty();
    assertThat(lines.get(0).after()).isEmpty();
    assertThat(lines.get(0).before()).contains("\"instances\":5");
  }

  /** Facts that carry no name say it in words, which the core may change: here are its own. */
  @Test
  void the_audit_knows_who_ended_an_instance_a_deployment_or_set_a_quota_by_the_facts_own_words()
      throws Exception {
    life.turn(at -> new Event.AgentHello(at, FactSamples.agent()));
    life.turn(at -> new Event.AppSubmitted(at, "alice", FactSamples.roomy(), Life.ANY, true));
    var victim = life.state.instances().getFirst().id();
    life.turn(at -> new Event.InstancesKilled(at, "olga", FactSamples.WEB, List.of(victim), false));
    var deployment = life.state.deploymentOf(FactSamples.WEB).orElseThrow().id();
    life.turn(at -> new Event.DeploymentCancelled(at, "carol", deployment));
    life.turn(at -> new Event.AgentDrainAsked(at, "olga", FactSamples.agent().id(), Duration.ZERO));
    life.append(new Fact.QuotaSet(new GroupId("shop"), new Quota(1, 2, 3), "olga"));
    life.append(new Fact.QuotaSet(new GroupId("shop"), new Quota(1, 2, 4), "olga"));
    projector.catchUp();
    assertThat(audited())
        .containsExactly(
            "olga quota.set shop",
            "olga quota.set shop",
            "olga agent.drained agent-1",
            "carol deployment.cancelled " + deployment.value(),
            "olga instance.killed " + victim.value(),
            "alice app.created /shop/web");
    assertThat(history.audit(Long.MAX_VALUE, 1).getFirst())
        .extracting(AuditLine::before, AuditLine::after)
        .containsExactly("{\"instances\":3}", "{\"instances\":4}");
  }

  @Test
  void the_audit_is_read_page_by_page_and_by_project() throws Exception {
    for (int i = 0; i < 5; i++) {
      life.append(
          new Fact.QuotaSet(new GroupId(i % 2 == 0 ? "shop" : "data"), new Quota(1, 2, i), "olga"));
    }
    life.append(new Fact.AgentActivated(new AgentId("n1"), "olga", AT));
    projector.catchUp();
    var all = history.audit(Long.MAX_VALUE, 10);
    assertThat(all).hasSize(6).isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
    assertThat(history.audit(all.get(1).id(), 2)).isEqualTo(all.subList(2, 4));
    assertThat(history.audit(List.of("data"), Long.MAX_VALUE, 10))
        .extracting(AuditLine::subject)
        .containsExactly("data", "data");
    assertThat(history.audit(List.of(""), Long.MAX_VALUE, 10))
        .extracting(AuditLine::subject)
        .containsExactly("n1");
  }

  @Test
  void history_is_deleted_when_it_is_old_enough_and_what_lives_stays() throws Exception {
    life.goesOn();
    projector.catchUp();
    var live = database.column("select id from instance where ended_at is null");
    var running = database.column("select id from deployment where ended_at is null");
    pruning.run();
    assertThat(database.column("select id from instance")).isEqualTo(live).isNotEmpty();
    assertThat(database.column("select id from deployment")).isEqualTo(running);
    assertThat(database.column("select id from app")).hasSize(1);
    assertThat(database.column("select id from agent")).hasSize(1);
    assertThat(database.column("select id from audit")).isNotEmpty();
    assertThat(database.column("select id from app_version")).hasSizeGreaterThan(1);
    database.run("update audit set at = at - interval '365 days'");
    database.run("update app_version set version = version - interval '365 days'");
    database.run("update app set version = version - interval '365 days'");
    pruning.run();
    assertThat(database.column("select id from audit")).isEmpty();
    assertThat(database.column("select id from app_version")).hasSize(1);
  }

  @Test
  void more_than_one_delete_takes_is_deleted_all_the_same() throws Exception {
    database.run(
        """
        insert into audit select n, now() - interval '1 year 1 day', '', '', '', '', '', '', '', ''
        from generate_series(1, 2500) n
        """);
    pruning.run();
    assertThat(database.column("select id from audit")).isEmpty();
  }

  @Test
  void how_far_behind_is_told() throws Exception {
    life.goesOn();
    projections.refresh();
    assertThat(projections.lag().batches()).containsOnlyKeys("history").containsValue(life.seq());
    assertThat(projections.lag().snapshotSeq()).isZero();
    assertThat(projections.lag().snapshotAge()).isZero();
    projector.catchUp();
    compactor.compact();
    projections.refresh();
    assertThat(projections.lag().batches()).containsEntry("history", 0L);
    assertThat(projections.lag().snapshotSeq()).isEqualTo(life.seq());
    assertThat(projections.lag().snapshotAge()).isLessThan(Duration.ofHours(1));
  }

  private List<String> audited() {
    return history.audit(Long.MAX_VALUE, 100).stream()
        .map(line -> line.by() + " " + line.action() + " " + line.subject())
        .toList();
  }
}
