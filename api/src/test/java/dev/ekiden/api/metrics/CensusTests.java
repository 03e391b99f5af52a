package dev.ekiden.api.metrics;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static dev.ekiden.api.Specs.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CensusTests {
  @Test
  void an_empty_cluster_has_nothing() {
    assertThat(Census.of(cluster().state()))
        .isEqualTo(
            new Census(new Census.AgentCount(0, 0, 0), new Census.InstanceCount(0, 0, 0, 0), 0, 0));
  }

  @Test
  void every_agent_and_every_instance_is_counted_once() {
    var web = app("/shop/web");
    var old = app("/shop/old", "'healthChecks':[{'protocol':'HTTP','path':'/'}]");
    var cluster =
        cluster()
            .agent("a-1")
            .agent("a-2")
            .agent("a-3")
            .app(web)
            .app(old)
            .running("serving", web, "a-1")
            .placed("starting", web, "a-1")
            .running("unchecked", old, "a-1")
            .running("killed", web, "a-1")
            .killing("killed", "scaled down")
            .running("over", web, "a-1")
            .ended("over", End.Cause.EXITED, 1, "exit code 1")
            .running("silent", web, "a-2")
            .running("given-up", web, "a-2")
            .deploying("d-1", web, Deployment.Kind.SCALE)
            .fact(new Fact.AgentLost(new AgentId("a-2"), T0))
            .fact(new Fact.InstanceInactive(new InstanceId("given-up"), T0))
            .fact(new Fact.AgentDrainAsked(new AgentId("a-3"), "olga", T0, Instant.MAX));
    var census = Census.of(cluster.state());
    assertThat(census.agents()).isEqualTo(new Census.AgentCount(1, 1, 1));
    assertThat(census.instances()).isEqualTo(new Census.InstanceCount(1, 2, 2, 1));
    assertThat(census.apps()).isEqualTo(2);
    assertThat(census.deployments()).isEqualTo(1);
  }
}
