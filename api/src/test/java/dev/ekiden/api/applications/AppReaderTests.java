package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ekiden.api.Specs;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.FetchSpec;
import dev.ekiden.core.model.HealthCheck;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UpgradeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's app definition: its defaults, its bounds, and every fault told at once. */
class AppReaderTests {
  private static final String ARTIFACT = "artifact:sha256:" + "0af9".repeat(16) + "/x.zip";

  @Test
  void what_is_left_out_is_as_in_marathon() {
    var spec = read("{'id':'/shop/web','cmd':'run'}");
    assertThat(spec)
        .isEqualTo(
            new AppSpec(
                new AppId("/shop/web"),
                new Command.Shell("run"),
                new TreeMap<>(),
                new Resources(1_000, 128, 0),
                1,
                new TreeMap<>(),
                List.of(),
                List.of(new PortSpec(0, "tcp", "default", new TreeMap<>())),
                false,
                List.of(),
                List.of(),
                new BackoffSpec(Duration.ofSeconds(1), 1.15, Duration.ofSeconds(300)),
                new UpgradeSpec(1, 1),
                Duration.ofSeconds(3),
                KillSelection.YOUNGEST_FIRST));
  }

  @Test
  void a_health_check_is_as_in_marathon_where_it_says_nothing() {
    var spec = read("{'id':'/a/b','cmd':'run','healthChecks':[{}]}");
    assertThat(spec.healthChecks())
        .containsExactly(
            new HealthCheck(
                HealthCheck.Protocol.HTTP,
                "/",
                0,
                0,
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                3));
  }

  @Test
  void a_fetch_unpacks_and_is_not_executable_where_it_says_nothing() {
    var spec = read("{'id':'/a/b','cmd':'run','fetch':[{'uri':'" + ARTIFACT + "'}]}");
    assertThat(spec.fetch()).containsExactly(new FetchSpec(ARTIFACT, true, false, false, ""));
  }

  @Test
  void everything_that_is_given_is_kept() {
    var spec = read(FULL);
    assertThat(spec.command()).isEqualTo(new Command.Words(List.of("java", "-jar", "a b.jar")));
    assertThat(spec.resources()).isEqualTo(new Resources(1_500, 513, 11));
    assertThat(spec.instances()).isEqualTo(7);
    assertThat(spec.env()).containsExactly(java.util.Map.entry("A", "1"), entry("B", "ü"));
    assertThat(spec.constraints())
        .containsExactly(
            new Constraint("hostname", Constraint.Operator.UNIQUE, ""),
            new Constraint("rack", Constraint.Operator.GROUP_BY, "3"));
    assertThat(spec.ports()).extracting(PortSpec::port).containsExactly(8_080, 0);
    assertThat(spec.ports().getFirst().protocol()).isEqualTo("udp,tcp");
    assertThat(spec.requirePorts()).isTrue();
    assertThat(spec.backoff().initial()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(spec.upgrade()).isEqualTo(new UpgradeSpec(0.5, 0.25));
    assertThat(spec.killGrace()).isEqualTo(Duration.ofSeconds(9));
    assertThat(spec.killSelection()).isEqualTo(KillSelection.OLDEST_FIRST);
    assertThat(spec.fetch().getFirst().destPath()).isEqualTo("lib/x");
  }

  private static java.util.Map.Entry<String, String> entry(String key, String value) {
    return java.util.Map.entry(key, value);
  }

  private static final String FULL =
      """
      {'id':'/shop/web','args':['java','-jar','a b.jar'],'cpus':1.5,'mem':512.3,'disk':10.5,
       'instances':7,'env':{'B':'ü','A':'1'},'labels':{'L':'1'},
       'constraints':[['hostname','UNIQUE'],['rack','GROUP_BY',3]],
       'portDefinitions':[{'port':8080,'protocol':'udp,tcp','name':'http','labels':{'V':'x'}},{}],
       'requirePorts':true,
       'healthChecks':[
         {'protocol':'MESOS_HTTPS','path':'/h?x=1','portIndex':1,'gracePeriodSeconds':0.5,
          'intervalSeconds':5,'timeoutSeconds':2,'maxConsecutiveFailures':0},
         {'protocol':'TCP','port':9000,'path':'/ignored'}],
       'fetch':[{'uri':'https://example.org/a.tgz','extract':false,'executable':true,'cache':true,
                 'destPath':'lib/x'}],
       'backoffSeconds':1.5,'backoffFactor':2,'maxLaunchDelaySeconds':60,
       'upgradeStrategy':{'minimumHealthCapacity':0.5,'maximumOverCapacity':0.25},
       'taskKillGracePeriodSeconds':9,'killSelection':'OLDEST_FIRST'}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        FULL,
        "{'id':'/shop/web','cmd':'run'}",
        "{'id':'/shop/web','cmd':'run','portDefinitions':[]}",
        "{'id':'/shop/web','cmd':'run','cpus':0.001,'taskKillGracePeriodSeconds':0}",
        "{'id':'/shop/web','cmd':'run','backoffSeconds':0.001,'maxLaunchDelaySeconds':0}",
      })
  void what_is_written_is_read_back_the_same(String text) {
    var spec = read(text);
    assertThat(AppReader.read(AppWriter.write(spec, List.of()), Optional.empty())).isEqualTo(spec);
  }

  @Test
  void the_old_spellings_are_understood() {
    var spec =
        read(
            "{'id':'/a/b','cmd':'run','ports':[0,8080],'uris':['https://example.org/a.tgz','"
                + ARTIFACT
                + "']}");
    assertThat(spec.ports()).extracting(PortSpec::port).containsExactly(0, 8_080);
    assertThat(spec.fetch())
        .extracting(FetchSpec::uri)
        .containsExactly("https://example.org/a.tgz", ARTIFACT);
  }

  @Test
  void the_new_spellings_win_over_the_old_ones() {
    var spec =
        read(
            "{'id':'/a/b','cmd':'run','ports':[1,2],'portDefinitions':[{'port':3}],"
                + "'uris':['https://example.org/old'],'fetch':[]}");
    assertThat(spec.ports()).extracting(PortSpec::port).containsExactly(3);
    assertThat(spec.fetch()).isEmpty();
  }

  @Test
  void an_id_without_slash_is_made_absolute() {
    assertThat(read("{'id':'shop/web','cmd':'run'}").id()).isEqualTo(new AppId("/shop/web"));
  }

  @Test
  void the_id_of_the_path_wins() {
    var node = Specs.json("{'id':'/other/app','cmd':'run'}");
    var id = new AppId("/shop/web");
    assertThat(AppReader.read(node, Optional.of(id)).id()).isEqualTo(id);
  }

  @Test
  void numbers_round_to_what_agents_can_do() {
    var spec = read("{'id':'/a/b','cmd':'run','cpus':0.0014,'mem':4.001,'disk':0.1}");
    assertThat(spec.resources()).isEqualTo(new Resources(1, 5, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'cpus':0.0009            | /cpus: must be from 0.001 to 1024: 0.0009
          'cpus':1024.1            | /cpus: must be from 0.001 to 1024: 1024.1
          'cpus':1e999             | /cpus: must be from 0.001 to 1024: more than can be read
          'cpus':'1'               | /cpus: must be a number
          'mem':3.9                | /mem: must be from 4 to 16777216: 3.9
          'mem':16777217           | /mem: must be from 4 to 16777216: 16777217
          'disk':-1                | /disk: must be from 0 to 16777216: -1
          'instances':-1           | /instances: must be from 0 to 100000: -1
          'instances':100001       | /instances: must be from 0 to 100000: 100001
          'instances':1.5          | /instances: must be a whole number
          'instances':true         | /instances: must be a number
          'env':[]                 | /env: must be an object
          'env':{'A':1}            | /env/A: must be a string
          'labels':{'L':null}      | /labels/L: must be a string
          'requirePorts':'yes'     | /requirePorts: must be true or false
          'portDefinitions':{}     | /portDefinitions: must be an array
          'portDefinitions':[1]    | /portDefinitions/0: must be an object
          'portDefinitions':[{'port':65536}] | /portDefinitions/0/port: must be from 0 to 65535: 65536
          'portDefinitions':[{'name':'A'}]   | /portDefinitions/0/name: must be lower-case letters, digits and inner dashes
          'portDefinitions':[{'protocol':'sctp'}] | /portDefinitions/0/protocol: must be tcp, udp or udp,tcp
          'portDefinitions':[{'port':5},{'port':5}] | /portDefinitions/1/port: is used twice: 5
          'portDefinitions':[{'name':'a'},{'name':'a'}] | /portDefinitions/1/name: is used twice: a
          'ports':[-1]             | /ports: must hold numbers from 0 to 65535
          'ports':['80']           | /ports: must hold numbers from 0 to 65535
          'constraints':['a']      | /constraints/0: must be [field, OPERATOR] or [field, OPERATOR, value]
          'constraints':[['a']]    | /constraints/0: must be [field, OPERATOR] or [field, OPERATOR, value]
          'constraints':[['a','IS','b','c']] | /constraints/0: must be [field, OPERATOR] or [field, OPERATOR, value]
          'constraints':[['a','NEAR']] | /constraints/0: operator must be UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER or IS, not NEAR
          'constraints':[['a','UNIQUE'],['a','LIKE','[']] | /constraints/1: not a regular expression: Unclosed character class
          'healthChecks':[{'protocol':'UDP'}] | /healthChecks/0/protocol: must be HTTP, HTTPS, TCP, their MESOS_ forms or COMMAND, not UDP
          'healthChecks':[{'protocol':'COMMAND'}] | /healthChecks/0/command: must be given with protocol COMMAND, as {value: …}
          'healthChecks':[{'protocol':'COMMAND','command':null}] | /healthChecks/0/command: must be given with protocol COMMAND, as {value: …}
          'healthChecks':[{'protocol':'COMMAND','command':{}}] | /healthChecks/0/command/value: must not be empty: the shell is to run it
          'healthChecks':[{'protocol':'COMMAND','command':{'value':' '}}] | /healthChecks/0/command/value: must not be empty: the shell is to run it
          'healthChecks':[{'protocol':'COMMAND','command':{'value':1}}] | /healthChecks/0/command/value: must be a string
          'healthChecks':[{'protocol':'COMMAND','command':{'value':'a\\u0000b'}}] | /healthChecks/0/command/value: must have at most 8192 characters, and no NUL
          'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'},'port':80}] | /healthChecks/0/port: does not go with protocol COMMAND
          'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'},'path':'/'}] | /healthChecks/0/path: does not go with protocol COMMAND
          'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'},'ignoreHttp1xx':true}] | /healthChecks/0/ignoreHttp1xx: does not go with protocol COMMAND
          'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'},'timeoutSeconds':-1}] | /healthChecks/0/timeoutSeconds: must be from 0 to 86400: -1
          'healthChecks':[{'command':{'value':'x'}}] | /healthChecks/0/command: goes with protocol COMMAND only, not with HTTP
          'healthChecks':[{'protocol':'MESOS_TCP','command':{'value':'x'}}] | /healthChecks/0/command: goes with protocol COMMAND only, not with MESOS_TCP
          'healthChecks':[{'portIndex':1}] | /healthChecks/0/portIndex: there is no port definition number 1
          'healthChecks':[{'port':0}] | /healthChecks/0/port: must be from 1 to 65535: 0
          'healthChecks':[{'path':'x'}] | /healthChecks/0/path: must begin with / and hold no spaces
          'healthChecks':[{'path':'/a b'}] | /healthChecks/0/path: must begin with / and hold no spaces
          'healthChecks':[{'intervalSeconds':86401}] | /healthChecks/0/intervalSeconds: must be from 0 to 86400: 86401
          'healthChecks':[{'maxConsecutiveFailures':-1}] | /healthChecks/0/maxConsecutiveFailures: must be from 0 to 1000: -1
          'fetch':[{}]             | /fetch/0/uri: must begin with artifact:, http:// or https://:
          'fetch':[{'uri':'ftp://x/y'}] | /fetch/0/uri: must begin with artifact:, http:// or https://: ftp://x/y
          'fetch':[{'uri':'file:///etc/passwd'}] | /fetch/0/uri: must begin with artifact:, http:// or https://: file:///etc/passwd
          'fetch':[{'uri':'artifact:sha256:00/x'}] | /fetch/0/uri: must be artifact:sha256:<64 hex digits>/<file name>: artifact:sha256:00/x
          'uris':['x']             | /uris: must begin with artifact:, http:// or https://: x
          'backoffSeconds':-1      | /backoffSeconds: must be from 0 to 604800: -1
          'backoffFactor':0.9      | /backoffFactor: must be from 1 to 100: 0.9
          'backoffFactor':101      | /backoffFactor: must be from 1 to 100: 101
          'maxLaunchDelaySeconds':604801 | /maxLaunchDelaySeconds: must be from 0 to 604800: 604801
          'taskKillGracePeriodSeconds':-1 | /taskKillGracePeriodSeconds: must be from 0 to 604800: -1
          'upgradeStrategy':{'minimumHealthCapacity':1.1} | /upgradeStrategy/minimumHealthCapacity: must be from 0 to 1: 1.1
          'upgradeStrategy':{'maximumOverCapacity':-0.1} | /upgradeStrategy/maximumOverCapacity: must be from 0 to 1: -0.1
          'upgradeStrategy':1      | /upgradeStrategy: must be an object
          'killSelection':'BEST'   | /killSelection: must be YOUNGEST_FIRST or OLDEST_FIRST
          'args':['x']             | /cmd: give either cmd or args, not both
          """)
  void beyond_a_bound_there_is_one_fault_with_its_path(String fields, String fault) {
    assertThat(faults("{'id':'/a/b','cmd':'run'," + fields + "}"))
        .extracting(violation -> (violation.path() + ": " + violation.message()).trim())
        .containsExactly(fault.trim());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'cpus':0.001",
        "'cpus':1024",
        "'mem':4",
        "'mem':16777216",
        "'instances':0",
        "'instances':100000",
        "'backoffFactor':1",
        "'backoffSeconds':604800",
        "'upgradeStrategy':{'minimumHealthCapacity':0,'maximumOverCapacity':0}",
        "'portDefinitions':[{'port':65535}]",
        "'healthChecks':[{'port':65535,'maxConsecutiveFailures':1000}]",
        "'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'},'portIndex':7}]",
        "'healthChecks':[{'protocol':'COMMAND','command':{'value':'x'},'path':null,'port':null}]",
        "'acceptedResourceRoles':['*']",
        "'networks':[{'mode':'host'}]",
        "'fetch':[{'uri':'http://example.org/x','destPath':'a..b/c'}]",
      })
  void at_a_bound_there_is_no_fault(String fields) {
    assertThat(faults("{'id':'/a/b','cmd':'run'," + fields + "}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/x", "../x", "a/../../x", ".."})
  void nothing_is_fetched_to_outside_of_the_sandbox(String destination) {
    var fetch = "{'uri':'" + ARTIFACT + "','destPath':'" + destination + "'}";
    assertThat(faults("{'id':'/a/b','cmd':'run','fetch':[" + fetch + "]}"))
        .containsExactly(new Violation("/fetch/0/destPath", "must stay inside the sandbox"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'container':{'volumes':[{}]}             | container/volumes
          'secrets':{'s':{'source':'x'}}           | secrets
          'check':{'http':{}}                      | check
          'user':'root'                            | user
          'gpus':1                                 | gpus
          'residency':{'taskLostBehavior':'X'}     | residency
          'executor':'/opt/executor'               | executor
          'tty':true                               | tty
          """)
  void what_cannot_be_honoured_is_refused_by_name(String field, String name) {
    assertThat(faults("{'id':'/a/b','cmd':'run'," + field + "}"))
        .containsExactly(new Violation("/" + name, "is not supported yet"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'container':null",
        "'secrets':{}",
        "'dependencies':[]",
        "'readinessChecks':[]",
        "'user':''",
        "'gpus':0",
        "'executor':''",
        "'executor':'//cmd'",
        "'tty':false",
        "'somethingNew':1",
      })
  void what_says_nothing_is_passed_over(String field) {
    assertThat(faults("{'id':'/a/b','cmd':'run'," + field + "}")).isEmpty();
  }

  @Test
  void all_faults_are_told_at_once() {
    var problem =
        catchThrowableOfType(
            ApiProblem.class,
            () -> read("{'id':'/A','cpus':0,'mem':'x','env':1,'portDefinitions':[{'port':-1}]}"));
    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.violations())
        .extracting(Violation::path)
        .containsExactly("/id", "/cmd", "/cpus", "/mem", "/portDefinitions/0/port", "/env");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "/A", "/a_b", "/a//b", "/a/../b", "/-a", "/a ", "/a/b\\n"})
  void what_is_no_id_is_refused(String id) {
    assertThat(faults("{'id':'" + id + "','cmd':'run'}"))
        .extracting(Violation::path)
        .containsExactly("/id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'id':'/a/b'}", "{'id':'/a/b','cmd':' '}", "{'id':'/a/b','args':[]}"})
  void something_must_run(String text) {
    assertThat(faults(text)).extracting(Violation::path).containsExactly("/cmd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "null", "{", "{'a':}", "{'a':1", "nonsense"})
  void what_is_no_json_object_is_a_400(String text) {
    assertThatThrownBy(() -> Specs.json(text))
        .isInstanceOfSatisfying(
            ApiProblem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.violations()).extracting(Violation::path).containsExactly("/");
            });
  }

  private static AppSpec read(String text) {
    return AppReader.read(Specs.json(text), Optional.empty());
  }

  private static List<Violation> faults(String text) {
    var violations = new java.util.ArrayList<Violation>();
    ObjectNode node = Specs.json(text);
    var spec = AppReader.read(node, Optional.empty(), violations);
    assertThat(spec.isPresent()).as("a definition without faults").isEqualTo(violations.isEmpty());
    return violations;
  }
}
