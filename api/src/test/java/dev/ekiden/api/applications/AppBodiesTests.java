package dev.ekiden.api.applications;

import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Golden;
import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Apps and tasks as Marathon's clients get them, instances as ours. */
class AppBodiesTests {
  private static final AppSpec WEB =
      Specs.app(
          "/shop/web",
          """
          'instances':3,'cpus':0.5,'env':{'A':'1'},'labels':{'L':'1'},
          'constraints':[['hostname','UNIQUE'],['rack','GROUP_BY','2']],
          'portDefinitions':[{'name':'http'},{'port':9000,'protocol':'udp'}],
          'healthChecks':[{'protocol':'MESOS_HTTP','path':'/h'}],
          'fetch':[{'uri':'https://example.org/a.tgz'}],'backoffSeconds':1.5
          """);

  private static Cluster busy() {
    return cluster()
        .agent("agent-1")
        .app(WEB, 10_000, 9_000)
        .deploying("d-1", WEB, Deployment.Kind.START)
        .running("shop_web.instance-1", WEB, "agent-1", 31_000, 31_001)
        .checked("shop_web.instance-1", true, "")
        .running("shop_web.instance-2", WEB, "agent-1", 31_002, 31_003)
        .checked("shop_web.instance-2", false, "GET /h on port 31002 answered 503")
        .placed("shop_web.instance-3", WEB, "agent-1", 31_004, 31_005)
        .running("shop_web.instance-4", WEB, "agent-1", 31_006, 31_007)
        .ended("shop_web.instance-4", End.Cause.OUT_OF_MEMORY, 137, "ended at its limit");
  }

  private static ObjectNode info(Cluster cluster, AppInfos.Embed embed) {
    var app = cluster.state().apps().iterator().next();
    return AppInfos.info(cluster.state(), app, embed);
  }

  @Test
  void bodies_are_as_their_golden_files() {
    var cluster = busy();
    Golden.assertBody("app", info(cluster, AppInfos.Embed.EVERYTHING));
    Golden.assertBody("task", Tasks.task(cluster.state(), cluster.instance("shop_web.instance-2")));
    Golden.assertBody(
        "instance-v3", InstanceJson.live(cluster.state(), cluster.instance("shop_web.instance-1")));
    Golden.assertBody(
        "instance-v3-ended",
        InstanceJson.ended(cluster.state(), cluster.state().endedOf(WEB.id()).getFirst()));
  }

  @Test
  void an_instance_that_listens_where_it_should_not_is_told_what_to_do() {
    var cluster =
        cluster()
            .agent("agent-1")
            .app(WEB)
            .running("i-1", WEB, "agent-1", 31_000, 31_001)
            .listened("i-1", true, 9090, 8080)
            .running("i-2", WEB, "agent-1")
            .listened("i-2", false, 8080);
    Golden.assertBody(
        "instance-v3-ports", InstanceJson.live(cluster.state(), cluster.instance("i-1")));
    var portless = InstanceJson.live(cluster.state(), cluster.instance("i-2"));
    assertThat(portless.at("/unallocatedPorts/sentence").asString())
        .startsWith("Has listened on port 8080, which it was not given")
        .contains("Ask for a port in portDefinitions and listen on $PORT0");
    cluster.ended("i-1", End.Cause.EXITED, 1, "exited");
    var ended = InstanceJson.ended(cluster.state(), cluster.state().endedOf(WEB.id()).getFirst());
    assertThat(ended.at("/unallocatedPorts/ports/0").asInt()).isEqualTo(8080);
  }

  @Test
  void counts_and_deployments_are_there_whatever_is_asked_for() {
    var info = info(busy(), new AppInfos.Embed(false, false, false));
    assertThat(info.get("tasksRunning").asInt()).isEqualTo(2);
    assertThat(info.get("deployments")).hasSize(1);
    assertThat(info.has("tasks")).isFalse();
    assertThat(info.has("lastTaskFailure")).isFalse();
  }

  @Test
  void a_task_that_was_killed_did_not_fail() {
    var cluster =
        cluster()
            .agent("agent-1")
            .app(WEB)
            .running("i-1", WEB, "agent-1", 31_000, 31_001)
            .ended("i-1", End.Cause.KILLED, 143, "killed");
    assertThat(info(cluster, AppInfos.Embed.EVERYTHING).has("lastTaskFailure")).isFalse();
  }

  /** Clients in Python refuse apps with fields that they do not know. */
  @Test
  void no_field_is_there_that_marathon_does_not_have() {
    assertThat(info(busy(), AppInfos.Embed.EVERYTHING).propertyNames()).isSubsetOf(MARATHON);
  }

  private static final List<String> MARATHON =
      List.of(
          "id",
          "cmd",
          "args",
          "user",
          "env",
          "instances",
          "cpus",
          "mem",
          "disk",
          "gpus",
          "executor",
          "constraints",
          "fetch",
          "healthChecks",
          "readinessChecks",
          "dependencies",
          "upgradeStrategy",
          "labels",
          "acceptedResourceRoles",
          "version",
          "versionInfo",
          "killSelection",
          "unreachableStrategy",
          "portDefinitions",
          "requirePorts",
          "networks",
          "backoffSeconds",
          "backoffFactor",
          "maxLaunchDelaySeconds",
          "container",
          "secrets",
          "taskKillGracePeriodSeconds",
          "tasksStaged",
          "tasksRunning",
          "tasksHealthy",
          "tasksUnhealthy",
          "deployments",
          "tasks",
          "lastTaskFailure",
          "readinessCheckResults",
          "taskStats",
          "role");
}
