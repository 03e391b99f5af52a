package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.JsonBody;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Canary;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.HealingSpec;
import dev.ekiden.core.model.Policy;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Resizing;
import dev.ekiden.core.model.RolloutSpec;
import dev.ekiden.core.model.Spreading;
import dev.ekiden.core.model.UnreachableSpec;
import dev.ekiden.core.model.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes beyond Marathon's definition: the {@code ekiden} object and its neighbours. */
class PolicyTests {
  private static AppSpec read(String fields) {
    var text = "{'id':'/shop/team/web','cmd':'run'%s}".formatted(fields).replace('\'', '"');
    return AppReader.read(JsonBody.object(text), Optional.empty());
  }

  private static Policy policy(String ekiden) {
    return read(",'ekiden':" + ekiden).policy();
  }

  @Test
  void without_the_object_everything_is_as_in_marathon() {
    assertThat(read("").policy()).isEqualTo(Policy.DEFAULT);
    assertThat(policy("{}")).isEqualTo(Policy.DEFAULT);
  }

  @Test
  void all_of_it_is_read() {
    var policy =
        policy(
            """
            {'priority':'production','spreading':'pack',
             'preferences':[{'constraint':['zone','LIKE','a'],'weight':7}],
             'deployment':{'progressDeadlineSeconds':90,'autoRollback':false,
                           'canary':{'instances':2,'healthySeconds':30}},
             'healing':{'startFirst':false,'atOnce':3},'resize':'restart'}
            """);
    assertThat(policy)
        .isEqualTo(
            new Policy(
                new Workload.Service(),
                Priority.PRODUCTION,
                Spreading.PACK,
                List.of(new Preference(new Constraint("zone", Constraint.Operator.LIKE, "a"), 7)),
                new RolloutSpec(
                    Duration.ofSeconds(90), false, new Canary(2, Duration.ofSeconds(30))),
                new HealingSpec(false, 3),
                Resizing.RESTART));
  }

  @Test
  void each_way_to_run_is_read() {
    var job = new Workload.Job(3, Duration.ofMinutes(10));
    assertThat(policy("{'perAgent':true}").workload()).isEqualTo(new Workload.PerAgent());
    assertThat(policy("{'job':{'retries':3,'maxRuntimeSeconds':600}}").workload()).isEqualTo(job);
    assertThat(
            policy(
                    "{'schedule':{'cron':'0 3 * * *','zone':'Europe/Berlin','retries':3,"
                        + "'maxRuntimeSeconds':600,'overlap':'replace'}}")
                .workload())
        .isEqualTo(
            new Workload.Scheduled("0 3 * * *", "Europe/Berlin", job, Workload.Overlap.REPLACE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'priority':'batch','spreading':'pack'}",
        "{'perAgent':true}",
        "{'job':{'retries':3}}",
        "{'schedule':{'cron':'0 3 * * *','zone':'UTC'}}",
        "{'preferences':[{'constraint':['rack','IS','r1'],'weight':7}],'healing':{'atOnce':2}}",
        "{'deployment':{'canary':{'instances':2,'healthySeconds':30}}}",
      })
  void what_is_written_reads_as_the_same(String ekiden) {
    var spec = read(",'ekiden':" + ekiden);
    var written = AppWriter.writeAll(spec, List.of());
    assertThat(AppReader.read(written, Optional.empty())).isEqualTo(spec);
  }

  @Test
  void marathons_form_never_has_it() {
    var spec = read(",'ekiden':{'priority':'batch'}");
    assertThat(AppWriter.write(spec, List.of()).has("ekiden")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'priority':'highest'}                 | /ekiden/priority: must be one of batch,",
        "{'spreading':1}                        | /ekiden/spreading: must be a string",
        "{'colour':'red'}                       | /ekiden/colour: is not known",
        "{'perAgent':true,'job':{}}             | /ekiden: give one of",
        "{'schedule':{'cron':'often'}}          | /ekiden/schedule/cron:",
        "{'schedule':{'cron':'0 0 * * *','zone':'Mars'}} | /ekiden/schedule/cron:",
        "{'preferences':[{'constraint':['a','NEAR']}]} | /ekiden/preferences/0/constraint: operator",
        "{'preferences':[{'constraint':['a','UNIQUE'],'weight':0}]} | weight: must be from 1",
        "{'job':{'retries':-1}}                 | /ekiden/job/retries: must be from 0",
        "{'deployment':{'autoRollback':'no'}}   | /ekiden/deployment/autoRollback: must be true",
      })
  void a_fault_is_told_with_its_path(String ekiden, String fault) {
    assertThatThrownBy(() -> policy(ekiden))
        .isInstanceOfSatisfying(
            ApiProblem.class,
            problem ->
                assertThat(problem.violations())
                    .anyMatch(it -> (it.path() + ": " + it.message()).contains(fault.strip())));
  }

  @Test
  void strategies_roles_and_dependencies_are_read_and_written() {
    var spec =
        read(
            ",'unreachableStrategy':{'inactiveAfterSeconds':5,'expungeAfterSeconds':60},"
                + "'acceptedResourceRoles':['web','*'],'dependencies':['/shop/db','../cache','api']");
    assertThat(spec.unreachable())
        .isEqualTo(new UnreachableSpec.Replace(Duration.ofSeconds(5), Duration.ofMinutes(1)));
    assertThat(spec.roles()).containsExactly("*", "web");
    assertThat(spec.dependencies())
        .containsExactly(
            new AppId("/shop/cache"), new AppId("/shop/db"), new AppId("/shop/team/api"));
    assertThat(AppReader.read(AppWriter.write(spec, List.of()), Optional.empty())).isEqualTo(spec);
    var waits = read(",'unreachableStrategy':'disabled'");
    assertThat(waits.unreachable()).isEqualTo(new UnreachableSpec.Wait());
    assertThat(AppReader.read(AppWriter.write(waits, List.of()), Optional.empty()))
        .isEqualTo(waits);
    assertThatThrownBy(
            () -> read(",'unreachableStrategy':{'inactiveAfterSeconds':5,'expungeAfterSeconds':1}"))
        .isInstanceOf(ApiProblem.class);
  }

  @Test
  void a_partial_change_keeps_it() {
    var node = AppWriter.writeAll(read(",'ekiden':{'priority':'batch'}"), List.of());
    node.set("env", Json.object().put("A", "1"));
    assertThat(AppReader.read(node, Optional.empty()).policy().priority())
        .isEqualTo(Priority.BATCH);
  }
}
