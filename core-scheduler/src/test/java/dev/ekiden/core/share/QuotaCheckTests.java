package dev.ekiden.core.share;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static dev.ekiden.core.state.StateBuilder.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.StateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaCheckTests {
  private static final AppSpec WEB = app("/shop/web").resources(100, 50, 7).instances(3).build();

  private static QuotaLine line(QuotaLine.Kind kind, long limit, long used, long asked) {
    return new QuotaLine(new GroupId("shop"), kind, limit, used, asked);
  }

  @Test
  void lines_leave_out_what_the_app_has_now() {
    var state = state().quota("shop", 1000, 500, 10).app(WEB).app(app("/shop/db").build()).build();
    var next = app("/shop/web").resources(200, 50, 7).instances(4).build();
    assertThat(QuotaCheck.lines(state, next))
        .containsExactly(
            line(QuotaLine.Kind.CPUS, 1000, 100, 800),
            line(QuotaLine.Kind.MEMORY, 500, 64, 200),
            line(QuotaLine.Kind.DISK, Quota.UNLIMITED, 0, 28),
            line(QuotaLine.Kind.GPUS, Quota.UNLIMITED, 0, 0),
            line(QuotaLine.Kind.INSTANCES, 10, 1, 4),
            line(QuotaLine.Kind.PORTS, Quota.UNLIMITED, 0, 0));
  }

  @Test
  void a_line_fits_up_to_what_is_free_and_free_is_never_negative() {
    assertThat(line(QuotaLine.Kind.CPUS, 10, 4, 6).fits()).isTrue();
    assertThat(line(QuotaLine.Kind.CPUS, 10, 4, 7).fits()).isFalse();
    assertThat(line(QuotaLine.Kind.CPUS, 10, 14, 0).free()).isZero();
    assertThat(line(QuotaLine.Kind.CPUS, Quota.UNLIMITED, 4, 1L << 62).fits()).isTrue();
  }

  @Test
  void what_a_project_wants_is_the_sum_over_its_apps() {
    var state = state().app(WEB).app(app("/shop/db").build()).app(app("/data/x").build()).build();
    var shop = new ProjectId("shop");
    assertThat(QuotaCheck.wanted(state, shop)).isEqualTo(new Resources(400, 214, 21));
    assertThat(QuotaCheck.wantedInstances(state, shop)).isEqualTo(4);
  }

  @ParameterizedTest(name = "{0} mCPU, {1} MiB, {2} instances leave {3}")
  @CsvSource({
    "1000, 1000, 10, 8",
    "299, 1000, 10, 0",
    "300, 1000, 10, 1",
    "1000, 199, 10, 1",
    "1000, 1000, 3, 1",
    "1000, 1000, 2, 0",
    "0, 0, 0, 0",
  })
  void headroom_is_what_the_tightest_limit_leaves_beside_live_instances(
      long cpu, long mem, long instances, int headroom) {
    assertThat(headroom(twoLive().quota("shop", cpu, mem, instances))).isEqualTo(headroom);
  }

  @Test
  void without_a_quota_there_is_no_end_of_headroom() {
    assertThat(headroom(twoLive())).isEqualTo(Integer.MAX_VALUE);
    assertThat(headroom(twoLive().quota("shop", Quota.UNLIMITED, 1L << 50, Quota.UNLIMITED)))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void instances_that_are_ending_still_count() {
    var state =
        twoLive()
            .quota("shop", 1000, 1000, 2)
            .fact(new Fact.InstanceKillDecided(new InstanceId("a"), "", T0));
    assertThat(headroom(state)).isZero();
  }

  @Test
  void instances_of_deleted_apps_still_count_and_those_of_other_projects_do_not() {
    var other = app("/data/x").build();
    var gone = app("/shop/gone").build();
    var state =
        twoLive()
            .quota("shop", 1000, 1000, 4)
            .app(other)
            .instance("x", other, "n1")
            .app(gone)
            .instance("g", gone, "n1")
            .fact(new Fact.AppRemoved(gone.id()));
    assertThat(headroom(state)).isEqualTo(1);
  }

  private static StateBuilder twoLive() {
    return state().agents(agent("n1")).app(WEB).instance("a", WEB, "n1").instance("b", WEB, "n1");
  }

  private static int headroom(StateBuilder state) {
    return QuotaCheck.headroom(state.build(), WEB);
  }
}
