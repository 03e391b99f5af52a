package dev.ekiden.api.agentlink;

import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AppSpec;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Marathon's variables, by its page on them. */
class TaskEnvironmentTests {
  private static SortedMap<String, String> of(AppSpec spec, Integer... ports) {
    var instance =
        cluster()
            .agent("agent-1")
            .app(spec)
            .placed("shop_web.instance-1", spec, "agent-1", ports)
            .instance("shop_web.instance-1");
    var told = InstancePorts.of(spec, instance).told();
    return TaskEnvironment.of(spec, instance, told, "agent-1.local");
  }

  private static AppSpec app(String fields) {
    return Specs.app("/shop/web", fields);
  }

  @Test
  void ports_of_a_network_of_its_own_are_told_by_host_port_or_else_by_number() {
    var mappings =
        "'networks':[{'mode':'container'}],'container':{'portMappings':["
            + "{'containerPort':80,'hostPort':0,'name':'web'},{'containerPort':9000},"
            + "{'containerPort':0,'hostPort':0},{'containerPort':0,'name':'free'}]}";
    assertThat(of(app(mappings), 31_005, 31_006))
        .containsEntry("PORT0", "31005")
        .containsEntry("PORT_80", "31005")
        .containsEntry("PORT_WEB", "31005")
        .containsEntry("PORT1", "9000")
        .containsEntry("PORT_9000", "9000")
        .containsEntry("PORT2", "31006")
        .containsEntry("PORT_31006", "31006")
        .containsEntry("PORT3", "20000")
        .containsEntry("PORT_FREE", "20000")
        .containsEntry("PORTS", "31005,9000,31006,20000");
  }

  @Test
  void an_app_that_says_nothing_gets_what_every_task_of_marathon_gets() {
    assertThat(of(app("'cpus':1,'mem':128,'disk':0"), 31_005))
        .containsExactly(
            entry("HOST", "agent-1.local"),
            entry("MARATHON_APP_ID", "/shop/web"),
            entry("MARATHON_APP_LABELS", ""),
            entry("MARATHON_APP_RESOURCE_CPUS", "1.0"),
            entry("MARATHON_APP_RESOURCE_DISK", "0.0"),
            entry("MARATHON_APP_RESOURCE_GPUS", "0"),
            entry("MARATHON_APP_RESOURCE_MEM", "128.0"),
            entry("MARATHON_APP_VERSION", "2026-01-02T03:04:05.678Z"),
            entry("MESOS_TASK_ID", "shop_web.instance-1._app.1"),
            entry("PORT", "31005"),
            entry("PORT0", "31005"),
            entry("PORTS", "31005"),
            entry("PORT_31005", "31005"),
            entry("PORT_DEFAULT", "31005"));
  }

  @Test
  void every_port_has_its_number_its_wish_and_its_name() {
    var env =
        of(app("'portDefinitions':[{'port':8080,'name':'http-api'},{},{'name':'b'}]"), 1, 2, 3);
    assertThat(env)
        .containsEntry("PORT", "1")
        .containsEntry("PORT0", "1")
        .containsEntry("PORT1", "2")
        .containsEntry("PORT2", "3")
        .containsEntry("PORT_8080", "1")
        .containsEntry("PORT_2", "2")
        .containsEntry("PORT_HTTP-API", "1")
        .containsEntry("PORT_B", "3")
        .containsEntry("PORTS", "1,2,3")
        .doesNotContainKey("PORT_0");
  }

  @Test
  void an_app_without_ports_hears_of_none() {
    assertThat(of(app("'portDefinitions':[]")).keySet()).noneMatch(name -> name.startsWith("PORT"));
  }

  @Test
  void labels_are_escaped_and_long_ones_are_left_out() {
    var longest = "x".repeat(511);
    var tooLong = "x".repeat(512);
    var env =
        of(
            app(
                "'labels':{'a.b--c_d':'1','ü':'2','long':'%s','longer':'%s','%s':'3'}"
                    .formatted(longest, tooLong, tooLong)));
    assertThat(env)
        .containsEntry("MARATHON_APP_LABEL_A_B_C_D", "1")
        .containsEntry("MARATHON_APP_LABEL__", "2")
        .containsEntry("MARATHON_APP_LABEL_LONG", longest)
        .containsEntry("MARATHON_APP_LABELS", "A_B_C_D LONG _")
        .doesNotContainKey("MARATHON_APP_LABEL_LONGER");
  }

  @Test
  void the_owner_has_the_last_word() {
    var env = of(app("'env':{'PORT':'1','HOST':'me','MESOS_TASK_ID':'x','MINE':''}"), 31_005);
    assertThat(env)
        .containsEntry("PORT", "1")
        .containsEntry("HOST", "me")
        .containsEntry("MESOS_TASK_ID", "x")
        .containsEntry("MINE", "")
        .containsEntry("PORT0", "31005");
  }

  private static java.util.Map.Entry<String, String> entry(String name, String value) {
    return java.util.Map.entry(name, value);
  }
}
