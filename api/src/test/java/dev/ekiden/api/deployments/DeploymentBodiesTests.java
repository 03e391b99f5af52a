package dev.ekiden.api.deployments;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Golden;
import dev.ekiden.api.Specs;
import dev.ekiden.api.registrar.projections.Happening;
import dev.ekiden.api.registrar.projections.LedgerLine;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deployments in Marathon's form, in ours, and as the ledger remembers them. */
class DeploymentBodiesTests {
  private static final AppSpec WEB = Specs.app("/shop/web", "'instances':2,'healthChecks':[{}]");

  private static Cluster deploying(Deployment.Kind kind) {
    return cluster().agent("agent-1").app(WEB).deploying("d-1", WEB, kind);
  }

  private static Deployment only(Cluster cluster) {
    return cluster.state().deployments().iterator().next();
  }

  private static ObjectNode json(Cluster cluster) {
    return DeploymentJson.of(cluster.state(), only(cluster));
  }

  @Test
  void marathon_is_told_which_instances_are_ready() {
    var spec =
        Specs.app(
            "/shop/web",
            "'portDefinitions':[{'name':'http-api'}],'readinessChecks':[{'name':'warm'}]");
    var cluster =
        cluster()
            .agent("agent-1")
            .app(spec)
            .deploying("d-1", spec, Deployment.Kind.START)
            .running("i-1", spec, "agent-1", 31_000)
            .running("i-2", spec, "agent-1", 31_001)
            .fact(new Fact.InstanceReadied(new InstanceId("i-2"), T0));
    var results =
        MarathonDeployments.deployment(cluster.state(), only(cluster))
            .at("/currentActions/0/readinessCheckResults");
    assertThat(results).hasSize(2);
    assertThat(results.get(0).get("name").asString()).isEqualTo("warm");
    assertThat(results.get(0).get("ready").asBoolean()).isFalse();
    assertThat(results.get(1).get("ready").asBoolean()).isTrue();
    assertThat(results.get(1).get("taskId").asString()).startsWith("i-2.");
  }

  @Test
  void bodies_are_as_their_golden_files() {
    var cluster = deploying(Deployment.Kind.START).running("i-1", WEB, "agent-1", 31_000);
    Golden.assertBody(
        "deployment-v2", MarathonDeployments.deployment(cluster.state(), only(cluster)));
    Golden.assertBody("deployment-v3", json(cluster));
    cluster
        .checked("i-1", true, "")
        .fact(
            new Fact.DeploymentEnded(
                new DeploymentId("d-1"),
                Deployment.State.SUCCEEDED,
                "all 2 instances serve",
                T0.plusSeconds(9)));
    Golden.assertBody("deployment-v3-over", json(cluster));
  }

  @Test
  void steps_are_done_now_or_to_do() {
    assertThat(steps(deploying(Deployment.Kind.START)))
        .containsExactly(
            "Received DONE",
            "Placed NOW",
            "Unpacked TODO",
            "Started TODO",
            "Healthy TODO",
            "Routed TODO");
    var cluster = deploying(Deployment.Kind.START).running("i-1", WEB, "agent-1", 31_000);
    assertThat(steps(cluster)).containsSequence("Started DONE", "Healthy NOW", "Routed TODO");
    assertThat(steps(cluster.checked("i-1", true, "")))
        .containsSequence("Healthy DONE", "Routed DONE");
  }

  private static List<String> steps(Cluster cluster) {
    return json(cluster)
        .get("steps")
        .valueStream()
        .map(step -> step.get("name").asString() + " " + step.get("state").asString())
        .toList();
  }

  @Test
  void an_app_without_ports_is_not_routed() {
    var worker = Specs.app("/shop/worker", "'portDefinitions':[]");
    var cluster = cluster().app(worker).deploying("d-1", worker, Deployment.Kind.START);
    assertThat(steps(cluster)).noneMatch(step -> step.startsWith("Routed"));
  }

  @Test
  void a_stop_counts_what_is_still_ending() {
    var cluster = deploying(Deployment.Kind.STOP).running("i-1", WEB, "agent-1", 31_000);
    assertThat(json(cluster).get("sentence").asString()).isEqualTo("1 instance is still ending");
    assertThat(steps(cluster)).isEmpty();
  }

  @Test
  void it_says_what_holds_it_up() {
    assertThat(
            json(deploying(Deployment.Kind.START)
                    .fact(new Fact.AppWaits(WEB.id(), T0, 2, List.of(), Funnel.NONE)))
                .get("sentence")
                .asString())
        .isEqualTo("0 of 2 serve; 2 wait for room on an agent");
    var crashing =
        deploying(Deployment.Kind.START)
            .running("i-1", WEB, "agent-1", 31_000)
            .ended("i-1", End.Cause.EXITED, 1, "it returned 1")
            .fact(new Fact.AppPaused(WEB.id(), T0.plusSeconds(9), Duration.ofSeconds(1), 4));
    assertThat(json(crashing).get("sentence").asString())
        .isEqualTo("0 of 2 serve; the last instance ended (it returned 1), 4 in a row");
  }

  @Test
  void the_ledger_gives_an_end_only_to_what_has_ended() {
    var later = T0.plusSeconds(5);
    Golden.assertBody("deployment-v3-past", past("SUCCEEDED", later));
    assertThat(past("RUNNING", T0).get("endedAt").isNull()).isTrue();
  }

  private static JsonNode past(String state, java.time.Instant endedAt) {
    return DeploymentsResource.past(
        new LedgerLine(
            "d-1",
            "/shop/web",
            "START",
            state,
            "alice",
            "rolls back d-0",
            T0,
            endedAt,
            "done",
            2,
            List.of(
                new Happening(T0, "STARTED", "rolls back d-0"),
                new Happening(T0.plusSeconds(1), "PAUSED", "by alice"))));
  }
}
