package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kernel holds each instance to what was asked for, and to itself. */
@EndToEnd
class LimitsIT {
  private static final String STAYS = "exec sleep 100000";

  /** Doubles a string in memory until the kernel has enough of it. */
  private static final String EATS = "sleep 2; x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done";

  private static final List<String> APPS =
      List.of("/shop/limited", "/shop/hungry", "/shop/neighbour", "/shop/curious");

  @AfterEach
  void clear() {
    APPS.forEach(Apps::delete);
  }

  @Test
  void the_cgroup_shows_exactly_the_limits_asked_for() {
    Apps.deploy(Apps.shell("/shop/limited", STAYS).put("cpus", 0.5).put("mem", 96));

    var instance = Apps.instances("/shop/limited").getFirst();
    assertThat(Containers.read("cpu", instance, "cpu.cfs_quota_us")).isEqualTo("50000");
    assertThat(Containers.read("cpu", instance, "cpu.cfs_period_us")).isEqualTo("100000");
    assertThat(Containers.read("cpu", instance, "cpu.shares")).isEqualTo("512");
    assertThat(Containers.read("memory", instance, "memory.limit_in_bytes"))
        .isEqualTo(Long.toString(96L << 20));
    assertThat(Containers.read("pids", instance, "pids.max")).isEqualTo("1024");
    assertThat(Containers.read("pids", instance, "cgroup.procs").lines())
        .contains(Long.toString(instance.pid()));
  }

  @Test
  void beyond_the_request_there_is_a_limit_or_the_end_of_the_agent() {
    var app = Apps.shell("/shop/limited", STAYS).put("cpus", 0.5).put("mem", 96);
    app.putObject("resourceLimits").put("cpus", "unlimited").put("mem", 192);
    Apps.deploy(app);

    var instance = Apps.instances("/shop/limited").getFirst();
    assertThat(Containers.read("cpu", instance, "cpu.shares")).isEqualTo("512");
    assertThat(Containers.read("cpu", instance, "cpu.cfs_quota_us"))
        .isEqualTo(Long.toString(Math.round(offeredCpus(instance.agent()) * 100_000)));
    assertThat(Containers.read("memory", instance, "memory.limit_in_bytes"))
        .isEqualTo(Long.toString(192L << 20));
    var shown = Api.as("alice").get("/v2/apps/shop/limited").expect(200).get("app");
    assertThat(shown.get("resourceLimits").get("cpus").asString()).isEqualTo("unlimited");
    assertThat(shown.get("resourceLimits").get("mem").asInt()).isEqualTo(192);
  }

  @Test
  void another_size_reaches_what_runs_without_a_restart_and_a_restart_still_restarts() {
    Apps.deploy(Apps.shell("/shop/limited", STAYS).put("cpus", 0.5).put("mem", 96));
    var before = Apps.instances("/shop/limited").getFirst();
    var taskBefore = task().get("id").asString();

    change(Apps.shell("/shop/limited", STAYS).put("cpus", 1).put("mem", 192));
    var after = Apps.instances("/shop/limited");
    assertThat(after).containsExactly(before);
    assertThat(Containers.read("cpu", before, "cpu.cfs_quota_us")).isEqualTo("100000");
    assertThat(Containers.read("memory", before, "memory.limit_in_bytes"))
        .isEqualTo(Long.toString(192L << 20));
    var app = Api.as("alice").get("/v2/apps/shop/limited").expect(200).get("app");
    assertThat(task().get("id").asString()).isEqualTo(taskBefore);
    assertThat(task().get("version").asString()).isEqualTo(app.get("version").asString());
    Eventually.holds(
        "its history tells it",
        () ->
            assertThat(
                    Api.as("alice")
                        .get("/v3/instances/" + before.id() + "/history")
                        .expect(200)
                        .get("history")
                        .toString())
                .contains("given 1 core and 192 MiB without a restart"));

    change(Apps.shell("/shop/limited", STAYS).put("cpus", 0.2).put("mem", 64));
    assertThat(Apps.instances("/shop/limited")).containsExactly(before);
    assertThat(Containers.read("memory", before, "memory.limit_in_bytes"))
        .isEqualTo(Long.toString(64L << 20));

    var restart = Api.as("alice").post("/v2/apps/shop/limited/restart", "").expect(200);
    Apps.succeeded(restart.get("deploymentId").asString());
    assertThat(Apps.instances("/shop/limited"))
        .hasSize(1)
        .noneMatch(instance -> instance.id().equals(before.id()));
  }

  private static JsonNode task() {
    return Api.as("alice").get("/v2/apps/shop/limited/tasks").expect(200).get("tasks").get(0);
  }

  private static void change(ObjectNode app) {
    var path = "/v2/apps" + app.get("id").asString();
    var answer = Api.as("alice").put(path, app.toString()).expect(200);
    Apps.succeeded(answer.get("deploymentId").asString());
  }

  private static double offeredCpus(String agent) {
    for (var one : Api.as("olga").get("/v3/agents").expect(200).get("agents")) {
      if (one.get("id").asString().equals(agent)) {
        return one.get("cpus").asDouble();
      }
    }
    throw new AssertionError("no agent " + agent);
  }

  @Test
  void a_program_that_eats_memory_dies_of_it_is_reported_so_and_its_neighbours_live() {
    Apps.deploy(Apps.shell("/shop/neighbour", STAYS).put("instances", 2));
    var neighbours = Containers.of("/shop/neighbour");

    Api.as("alice").post("/v2/apps", Apps.shell("/shop/hungry", EATS).toString()).expect(201);

    var app =
        Eventually.get(
            "the end is reported",
            () -> {
              var now = Apps.get("/shop/hungry");
              assertThat(now.get("ended").size()).isPositive();
              return now;
            });
    var end = app.get("ended").get(0).get("end");
    assertThat(end.get("cause").asString()).isEqualTo("OUT_OF_MEMORY");
    assertThat(end.get("sentence").asString()).contains("64 MiB", "memory");
    assertThat(app.get("sentence").asString()).contains("ran out of its 64 MiB of memory");
    var failure =
        Api.as("alice").get("/v2/apps/shop/hungry").expect(200).get("app").get("lastTaskFailure");
    assertThat(failure.get("message").asString()).contains("ran out of its 64 MiB of memory");
    assertThat(failure.get("state").asString()).isEqualTo("TASK_FAILED");
    assertThat(Containers.of("/shop/neighbour")).hasSize(2).isEqualTo(neighbours);
  }

  @Test
  void an_instance_sees_itself_only_has_no_rights_and_cannot_write_to_the_host() {
    var looks =
        "echo \"uid $(id -u)\"; echo \"processes $(ls -d /proc/[0-9]* | wc -l)\";"
            + " touch /usr/x 2>&1; echo \"caps $(grep CapEff /proc/self/status)\";"
            + " echo \"root $(ls /root 2>&1 | wc -l)\"; echo looked; "
            + STAYS;
    Apps.deploy(Apps.shell("/shop/curious", looks));

    var instance = Apps.instances("/shop/curious").getFirst();
    var log =
        Eventually.get(
            "it has looked around",
            () -> {
              var text = Apps.log(instance.id());
              assertThat(text).contains("looked");
              return text;
            });
    assertThat(log)
        .containsPattern("uid 20[12]\\d{3}\n")
        .containsPattern("processes [2-6]\n")
        .containsPattern("touch: .*/usr/x.*Read-only file system")
        .containsPattern("CapEff:\\s+0{16}\n");
    assertThat(namespace(instance.pid(), "pid")).isNotEqualTo(namespace("self", "pid"));
    assertThat(namespace(instance.pid(), "mnt")).isNotEqualTo(namespace("self", "mnt"));
    assertThat(namespace(instance.pid(), "ipc")).isNotEqualTo(namespace("self", "ipc"));
    assertThat(namespace(instance.pid(), "uts")).isNotEqualTo(namespace("self", "uts"));
  }

  private static String namespace(Object pid, String kind) {
    return Program.run(Ekiden.ROOT, List.of("readlink", "/proc/" + pid + "/ns/" + kind))
        .orFail()
        .out();
  }
}
