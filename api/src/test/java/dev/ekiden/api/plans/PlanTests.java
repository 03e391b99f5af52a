package dev.ekiden.api.plans;

import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Golden;
import dev.ekiden.api.Specs;
import dev.ekiden.api.control.TestSettings;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a definition would lead to. */
class PlanTests {
  private static final AppSpec WEB = Specs.app("/shop/web", "'cpus':1,'mem':1024,'instances':2");

  private static Plan plan(Cluster cluster, AppSpec spec) {
    return new Plan(cluster.state(), spec);
  }

  @Test
  void a_new_app_that_fits_is_placed() {
    var plan = plan(cluster().agent("agent-1").agent("agent-2"), WEB);
    assertThat(plan.change()).isEqualTo(Plan.Change.CREATE);
    assertThat(plan.fits()).isTrue();
    assertThat(plan.sentence()).isEqualTo("2 instances on agent-1, agent-2.");
  }

  @Test
  void what_has_no_room_would_wait() {
    var plan = plan(cluster().agent("agent-1", 4_000, 1_500), WEB);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.sentence())
        .isEqualTo(
            "1 of 2 instances can be placed now; the others would wait."
                + " With 750 MiB of memory each instead of 1024 MiB of memory all would fit.");
  }

  @Test
  void without_agents_nothing_runs() {
    var plan = plan(cluster(), WEB);
    assertThat(plan.fits()).isFalse();
    assertThat(plan.sentence()).isEqualTo("No agents have joined, so nothing can run yet.");
  }

  @Test
  void over_the_quota_nothing_fits_though_there_is_room() {
    var cluster = cluster().agent("agent-1").quota("shop", 1_999, Quota.UNLIMITED, 10);
    assertThat(plan(cluster, WEB).fits()).isFalse();
    assertThat(plan(cluster, WEB).sentence()).isEqualTo("This is over the quota of project shop.");
  }

  @Test
  void scaling_starts_only_what_is_missing() {
    var cluster =
        cluster()
            .agent("agent-1")
            .app(WEB)
            .running("i-1", WEB, "agent-1", 31_000)
            .running("i-2", WEB, "agent-1", 31_001);
    var more = plan(cluster, WEB.withInstances(3));
    assertThat(more.change()).isEqualTo(Plan.Change.SCALE);
    assertThat(more.sentence()).isEqualTo("1 instance on agent-1.");
    assertThat(plan(cluster, WEB.withInstances(1)).sentence()).isEqualTo("Nothing needs to start.");
    assertThat(plan(cluster, WEB).change()).isEqualTo(Plan.Change.NOTHING);
    assertThat(plan(cluster, WEB).sentence()).isEqualTo("Nothing needs to start.");
  }

  @Test
  void another_configuration_starts_all_anew() {
    var cluster = cluster().agent("agent-1").app(WEB).running("i-1", WEB, "agent-1", 31_000);
    var plan = plan(cluster, Specs.app("/shop/web", "'cmd':'newer'"));
    assertThat(plan.change()).isEqualTo(Plan.Change.UPDATE);
    assertThat(plan.sentence()).isEqualTo("1 instance on agent-1.");
  }

  @Test
  void another_size_alone_starts_nothing_where_there_is_room() {
    var cluster =
        cluster()
            .agent("agent-1", 2_000, 2_048)
            .agent("agent-2")
            .app(WEB.withInstances(2))
            .running("i-1", WEB, "agent-1", 31_000)
            .running("i-2", WEB, "agent-2", 31_000);
    var size = new Resources(WEB.resources().cpuMillis() + 300, WEB.resources().memMib(), 0);
    var plan = plan(cluster, WEB.withInstances(2).withSize(size, WEB.limits()));
    assertThat(plan.resized()).isEqualTo(2);
    assertThat(plan.sentence())
        .isEqualTo("2 instances get the new size without a restart. Nothing needs to start.");
    var large = plan(cluster, WEB.withSize(new Resources(3_000, 64, 0), WEB.limits()));
    assertThat(large.resized()).isEqualTo(1);
    var huge = plan(cluster, WEB.withSize(new Resources(5_000, 64, 0), WEB.limits()));
    assertThat(huge.resized()).isZero();
  }

  @Test
  void a_plan_changes_nothing() {
    var cluster = cluster().agent("agent-1");
    long applied = cluster.state().applied();
    plan(cluster, WEB).sentence();
    assertThat(cluster.state().applied()).isEqualTo(applied);
    assertThat(cluster.state().instances()).isEmpty();
  }

  @Test
  void bodies_are_as_their_golden_files() {
    var resource = new PlansResource();
    resource.settings = new TestSettings(Path.of("unused"));
    var cluster =
        cluster()
            .agent("agent-1", 4_000, 812)
            .agent("agent-2")
            .quota("shop", 4_000, 4_096, Quota.UNLIMITED)
            .app(Specs.app("/shop/db", "'cpus':1.5,'mem':1024"));
    Golden.assertBody("plan", resource.plan(cluster.state(), WEB));
    Golden.assertBody(
        "plan-invalid", PlansResource.invalid(List.of(new Violation("/cpus", "must be a number"))));
  }
}
