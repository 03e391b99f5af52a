package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Instances in networks of their own, from Marathon's definition to HAProxy over TLS. */
@EndToEnd
class NetworkIT {
  private static final String ID = "/shop/bridged";

  @AfterEach
  void clear() {
    Apps.delete(ID);
  }

  /** Two that listen at the same port, which is what networks of their own are for. */
  private static ObjectNode bridged() {
    var app = Apps.sample(ID, 2);
    app.remove("portDefinitions");
    app.putArray("networks").addObject().put("mode", "container/bridge");
    var container = app.putObject("container").put("type", "MESOS");
    container.putArray("portMappings").addObject().put("containerPort", 80).put("name", "http");
    app.putObject("env").put("PORT", "80").put("PORT0", "80");
    return app;
  }

  @Test
  void an_app_in_bridge_mode_is_checked_routed_and_shown_with_its_addresses() {
    Apps.deploy(bridged());

    var route = Apps.get(ID).get("route").asString();
    assertThat(Curl.eventually(route)).isNotEmpty();

    var tasks = Api.as("alice").get("/v2/apps" + ID + "/tasks").expect(200).get("tasks");
    assertThat(tasks.size()).isEqualTo(2);
    var namespaces = new TreeSet<String>();
    for (var task : tasks) {
      var address = task.get("ipAddresses").get(0);
      assertThat(address.get("ipAddress").asString()).matches("100\\.\\d+\\.\\d+\\.\\d+");
      assertThat(address.get("protocol").asString()).isEqualTo("IPv4");
      assertThat(task.get("ports").get(0).asInt()).isBetween(31_000, 39_999);
    }
    for (var instance : Apps.instances(ID)) {
      namespaces.add(
          Program.run(Ekiden.ROOT, List.of("readlink", "/proc/" + instance.pid() + "/ns/net"))
              .orFail()
              .out());
    }
    namespaces.add(
        Program.run(Ekiden.ROOT, List.of("readlink", "/proc/self/ns/net")).orFail().out());
    assertThat(namespaces).hasSize(3);
    var shown = Api.as("alice").get("/v2/apps" + ID).expect(200).get("app");
    assertThat(shown.get("networks").get(0).get("mode").asString()).isEqualTo("container/bridge");
    assertThat(shown.get("container").get("portMappings").get(0).get("containerPort").asInt())
        .isEqualTo(80);
    assertThat(shown.has("portDefinitions")).isFalse();
  }

  @Test
  void what_does_not_go_together_is_refused_in_marathons_words() {
    var app = bridged();
    app.putArray("portDefinitions").addObject();
    assertThat(Api.as("alice").post("/v2/apps", app.toString()).expect(422).toString())
        .contains("portDefinitions are only allowed with host-networking");
  }
}
