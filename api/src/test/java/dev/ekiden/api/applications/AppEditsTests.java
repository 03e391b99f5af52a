package dev.ekiden.api.applications;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ekiden.api.Specs;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.decide.Plan;
import dev.ekiden.core.decide.Planner;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.FetchSpec;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PUT makes of an app that is there. */
class AppEditsTests {
  private static final AppSpec WEB =
      Specs.app("/shop/web", "'instances':2,'env':{'A':'1','B':'2'},'labels':{'L':'1'}");

  private static App app(AppSpec spec, Integer... servicePorts) {
    return only(cluster().app(spec, servicePorts).state());
  }

  private static App only(ClusterState state) {
    return state.apps().iterator().next();
  }

  private static AppSpec merge(App app, String change) {
    return AppEdits.merge(app, Specs.json(change));
  }

  @Test
  void what_is_absent_keeps_its_value() {
    assertThat(merge(app(WEB, 10_000), "{'instances':5}")).isEqualTo(WEB.withInstances(5));
    assertThat(merge(app(WEB, 10_000), "{}")).isEqualTo(WEB);
  }

  @Test
  void null_is_absent() {
    assertThat(merge(app(WEB, 10_000), "{'env':null,'cmd':null,'cpus':null}")).isEqualTo(WEB);
  }

  @Test
  void maps_are_replaced_whole() {
    var spec = merge(app(WEB, 10_000), "{'env':{'C':'3'}}");
    assertThat(spec.env()).containsExactly(java.util.Map.entry("C", "3"));
    assertThat(spec.labels()).isEqualTo(WEB.labels());
  }

  @Test
  void args_take_the_place_of_cmd_and_back() {
    var words = merge(app(WEB, 10_000), "{'args':['a','b']}");
    assertThat(words.command()).isEqualTo(new Command.Words(List.of("a", "b")));
    var line = merge(app(words, 10_000), "{'cmd':'c','args':null}");
    assertThat(line.command()).isEqualTo(new Command.Shell("c"));
  }

  @Test
  void the_id_in_the_body_does_not_move_the_app() {
    assertThat(merge(app(WEB, 10_000), "{'id':'/data/web'}").id()).isEqualTo(WEB.id());
  }

  @Test
  void the_old_spellings_change_what_the_new_ones_would() {
    var spec = merge(app(WEB, 10_000), "{'uris':['https://example.org/x'],'ports':[8080,0]}");
    assertThat(spec.fetch()).extracting(FetchSpec::uri).containsExactly("https://example.org/x");
    assertThat(spec.ports()).extracting(PortSpec::port).containsExactly(8_080, 0);
  }

  @Test
  void another_network_takes_its_ports_with_it() {
    var bridged =
        merge(
            app(WEB, 10_000),
            "{'networks':[{'mode':'container/bridge'}],"
                + "'container':{'portMappings':[{'containerPort':80}]}}");
    assertThat(bridged.network().own()).isTrue();
    assertThat(bridged.ports()).extracting(PortSpec::containerPort).containsExactly(80);
    var back = merge(app(bridged, 10_000), "{'networks':[{'mode':'host'}]}");
    assertThat(back.network().own()).isFalse();
    var scaled = merge(app(bridged, 10_000), "{'instances':3}");
    assertThat(scaled).isEqualTo(bridged.withInstances(3));
  }

  @Test
  void a_replacement_falls_back_to_defaults() {
    var body = Specs.json("{'cmd':'run'}");
    var spec = AppEdits.replace(WEB.id(), body);
    assertThat(spec.env()).isEmpty();
    assertThat(spec.instances()).isEqualTo(1);
    assertThat(spec.resources().memMib()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'networks':[{'mode':'container/bridge'}],'container':{'portMappings':[{'containerPort':80}]}",
        "'networks':[{'mode':'container'}],'container':{'portMappings':[{'servicePort':10009}]}",
        "'portDefinitions':[]",
        "'portDefinitions':[{},{'port':8080,'name':'x'}]",
        "'portDefinitions':[{},{}],'requirePorts':true",
        "'healthChecks':[{'protocol':'TCP','path':'/x'},{'path':'/h','port':9000}]",
        "'healthChecks':[{'protocol':'COMMAND','command':{'value':'test -e ok'}}]",
        "'healthChecks':[{'protocol':'MESOS_HTTP'},{'protocol':'MESOS_TCP'}]",
        "'fetch':[{'uri':'https://example.org/x'}],'backoffSeconds':0.5",
        "'constraints':[['rack','MAX_PER','2']],'killSelection':'OLDEST_FIRST'",
      })
  void who_sends_back_what_was_read_changes_nothing(String fields) {
    var spec = Specs.app("/shop/web", fields);
    var cluster = cluster();
    var ports = new Integer[spec.ports().size()];
    for (int i = 0; i < ports.length; i++) {
      int own = spec.ports().get(i).port();
      ports[i] = own == 0 ? Integer.valueOf(10_000 + i) : Integer.valueOf(own);
    }
    var state =
        cluster
            .agent("agent-1")
            .app(spec, ports)
            .running("shop_web.instance-1", spec, "agent-1")
            .state();
    var app = only(state);
    var body = AppInfos.info(state, app, AppInfos.Embed.EVERYTHING);
    assertThat(changes(state, AppEdits.merge(app, body))).as("partial").isEmpty();
    assertThat(changes(state, AppEdits.replace(app.id(), body))).as("whole").isEmpty();
  }

  private static List<Plan.FieldChange> changes(ClusterState state, AppSpec spec) {
    return Planner.foretell(state, spec, Instant.now(), Rules.DEFAULT).diff();
  }

  @Test
  void another_service_port_than_the_assigned_one_is_a_wish() {
    var spec = merge(app(WEB, 10_000), "{'portDefinitions':[{'port':10001,'name':'default'}]}");
    assertThat(spec.ports()).extracting(PortSpec::port).containsExactly(10_001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'version':'2026-01-02T03:04:05.678Z'}                    | true
          {'id':'/shop/web','version':'2026-01-02T03:04:05.678Z'}   | true
          {'instances':2,'version':'2026-01-02T03:04:05.678Z'}      | false
          {'id':'/shop/web','instances':2}                          | false
          {'version':null}                                          | false
          {}                                                        | false
          """)
  void a_version_alone_asks_to_go_back(String body, boolean rollback) {
    assertThat(AppEdits.isRollback(Specs.json(body))).isEqualTo(rollback);
  }

  @Test
  void going_back_takes_the_definition_of_that_version() {
    var later = T0.plusSeconds(60);
    var newer = Specs.app("/shop/web", "'cmd':'newer'");
    var app = only(cluster().app(WEB).app(newer, later, later).state());
    assertThat(AppEdits.rollback(app, version(T0))).isEqualTo(WEB);
    assertThat(AppEdits.rollback(app, version(later))).isEqualTo(newer);
    var unknown =
        catchThrowableOfType(
            ApiProblem.class, () -> AppEdits.rollback(app, version(T0.plusSeconds(1))));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown).hasMessageContaining("in version 2026-01-02T03:04:06.678Z");
  }

  @Test
  void a_version_that_is_no_time_is_a_422() {
    var app = app(WEB);
    var problem =
        catchThrowableOfType(
            ApiProblem.class, () -> AppEdits.rollback(app, Specs.json("{'version':'yesterday'}")));
    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.violations().getFirst().path()).isEqualTo("/version");
  }

  private static tools.jackson.databind.node.ObjectNode version(Instant at) {
    return Json.object().put("version", Json.time(at));
  }
}
