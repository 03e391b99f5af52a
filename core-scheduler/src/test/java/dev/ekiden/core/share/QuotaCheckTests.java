package dev.ekiden.core.share;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static dev.ekiden.core.state.StateBuilder.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.StateBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void a_nested_app_must_fit_every_group_on_its_path() {
    var api = app("/shop/team-a/api").resources(100, 50, 0).instances(2).build();
    var state =
        state()
            .agents(agent("n1"))
            .quota("shop", 1000, 1000, 9)
            .quota("shop/team-a", 500, 1000, 3)
            .app(WEB)
            .app(api)
            .instance("w", WEB, "n1")
            .instance("a", api, "n1")
            .build();
    assertThat(QuotaCheck.lines(state, api.withInstances(4)))
        .filteredOn(line -> line.kind() == QuotaLine.Kind.INSTANCES)
        .containsExactly(
            line(QuotaLine.Kind.INSTANCES, 9, 3, 4),
            new QuotaLine(new GroupId("shop/team-a"), QuotaLine.Kind.INSTANCES, 3, 0, 4));
    assertThat(QuotaCheck.headroom(state, api)).isEqualTo(2);
    assertThat(QuotaCheck.headroom(state, WEB)).isEqualTo(7);
    assertThat(QuotaCheck.headroom(state, app("/shop/team-ab/x").build())).isEqualTo(7);
  }

  @Test
  void disk_gpus_and_ports_are_limited_too_and_a_gap_names_what_is_short() {
    var render = app("/lab/render").resources(100, 10, 30).gpus(2).ports(0, 0).build();
    var free = Quota.UNLIMITED;
    for (var kind : List.of(QuotaLine.Kind.DISK, QuotaLine.Kind.GPUS, QuotaLine.Kind.PORTS)) {
      var quota =
          new Quota(
              free,
              free,
              kind == QuotaLine.Kind.DISK ? 59 : free,
              kind == QuotaLine.Kind.GPUS ? 3 : free,
              free,
              kind == QuotaLine.Kind.PORTS ? 3 : free,
              1,
              Priority.PRODUCTION);
      var lab = new GroupId("lab");
      var state =
          state()
              .agents(agent("n1"))
              .fact(new Fact.QuotaSet(lab, quota, "olga"))
              .app(render)
              .build();
      assertThat(QuotaCheck.headroom(state, render)).isEqualTo(1);
      assertThat(QuotaCheck.gaps(state, render)).isEmpty();
      var version = state.app(render.id()).orElseThrow().configVersion();
      state.apply(
          new Fact.InstancePlaced(
              new InstanceId("r"),
              render.id(),
              version,
              new AgentId("n1"),
              List.of(31_000, 31_001),
              T0));
      assertThat(QuotaCheck.headroom(state, render)).isZero();
      assertThat(QuotaCheck.gaps(state, render))
          .singleElement()
          .satisfies(
              gap -> {
                assertThat(gap.group()).isEqualTo(lab);
                assertThat(gap.kind()).isEqualTo(kind.word());
                assertThat(gap.used()).isEqualTo(gap.needed());
              });
    }
  }

  @ParameterizedTest(name = "{0} under shop {1}, team-a {2}: {3}")
  @CsvSource({
    "PRODUCTION, -, -, -",
    "CRITICAL, -, -, shop PRODUCTION",
    "CRITICAL, CRITICAL, -, -",
    "CRITICAL, CRITICAL, PRODUCTION, shop/team-a PRODUCTION",
    "PRODUCTION, DEFAULT, CRITICAL, shop DEFAULT",
    "CRITICAL, -, CRITICAL, shop PRODUCTION",
    "DEFAULT, CRITICAL, BATCH, shop/team-a BATCH",
    "BATCH, BATCH, BATCH, -",
  })
  void the_ceiling_is_the_lowest_of_the_groups_around_an_app(
      Priority asked, String shop, String team, String verdict) {
    var state = state();
    ceiling(state, "shop", shop);
    ceiling(state, "shop/team-a", team);
    var spec = app("/shop/team-a/api").priority(asked).build();
    assertThat(
            QuotaCheck.ceiling(state.build(), spec)
                .map(ceiling -> ceiling.group().value() + " " + ceiling.highest())
                .orElse("-"))
        .isEqualTo(verdict);
  }

  private static void ceiling(StateBuilder state, String group, String highest) {
    if (!highest.equals("-")) {
      state.fact(
          new Fact.QuotaSet(new GroupId(group), quota(Priority.valueOf(highest), 1), "olga"));
    }
  }

  private static Quota quota(Priority ceiling, double weight) {
    var free = Quota.UNLIMITED;
    return new Quota(free, free, free, free, free, free, weight, ceiling);
  }

  @Test
  void an_app_above_a_lowered_ceiling_may_shrink_but_not_grow() {
    var vital = app("/shop/vital").priority(Priority.PRODUCTION).instances(4).build();
    var state = state().app(vital);
    ceiling(state, "shop", "DEFAULT");
    assertThat(QuotaCheck.ceiling(state.build(), vital.withInstances(3))).isEmpty();
    assertThat(QuotaCheck.ceiling(state.build(), vital.withInstances(5))).isPresent();
  }

  /** Counts everything anew from the state's own lists. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void sums_equal_a_recount_after_whatever_happened(long seed) {
    var random = new SplittableRandom(seed);
    var state = state().agents(agent("n1").capacity(1 << 30, 1 << 30, 1 << 30)).build();
    var ids = List.of("/a", "/shop/web", "/shop/team/api", "/shop/team/deep/db", "/lab/x");
    for (int step = 0; step < 400; step++) {
      var at = T0.plusSeconds(step);
      var id = ids.get(random.nextInt(ids.size()));
      var spec =
          app(id)
              .resources(random.nextInt(9), random.nextInt(9), random.nextInt(9))
              .gpus(random.nextInt(3))
              .instances(random.nextInt(5))
              .ports(new int[random.nextInt(3)])
              .build();
      var live = state.instances();
      switch (random.nextInt(8)) {
        case 0 -> state.apply(new Fact.AppDefined(spec, at, at, at, List.of()));
        case 1 -> state.apply(new Fact.AppRemoved(spec.id()));
        case 2 -> state.apply(new Fact.AppCounted(spec.id(), random.nextInt(6)));
        case 3 -> {
          if (!live.isEmpty()) {
            var end = new End(End.Cause.EXITED, 0, "", List.of(), at);
            var victim = live.get(random.nextInt(live.size())).id();
            state.apply(new Fact.InstanceEnded(victim, end));
          }
        }
        case 4 -> {
          if (!live.isEmpty()) {
            var victim = live.get(random.nextInt(live.size())).id();
            state.apply(new Fact.InstanceKillDecided(victim, "", at));
          }
        }
        default -> place(state, spec.id(), "i" + step, at);
      }
      recount(state);
    }
  }

  private static void place(ClusterState state, AppId id, String name, Instant at) {
    state
        .app(id)
        .ifPresent(
            known -> {
              var ports = new ArrayList<Integer>();
              for (int port = 31_000; ports.size() < known.spec().ports().size(); port++) {
                if (!state.portTaken(new AgentId("n1"), port)) {
                  ports.add(port);
                }
              }
              state.apply(
                  new Fact.InstancePlaced(
                      new InstanceId(name),
                      id,
                      known.configVersion(),
                      new AgentId("n1"),
                      ports,
                      at));
            });
  }

  private static void recount(ClusterState state) {
    for (var name : List.of(".", "shop", "shop/team", "shop/team/deep", "lab")) {
      var group = new GroupId(name);
      var use = state.use(group);
      var apps = state.apps().stream().filter(it -> isIn(it.id(), name)).toList();
      var live = state.instances().stream().filter(it -> isIn(it.app(), name)).toList();
      var wanted =
          apps.stream().map(it -> it.spec().total()).reduce(Resources.NONE, Resources::plus);
      assertThat(use.wanted().resources()).isEqualTo(wanted);
      assertThat(use.wanted().instances())
          .isEqualTo(apps.stream().mapToLong(it -> it.spec().instances()).sum());
      assertThat(use.wanted().ports())
          .isEqualTo(
              apps.stream()
                  .mapToLong(it -> (long) it.spec().instances() * it.spec().ports().size())
                  .sum());
      assertThat(use.live().resources())
          .isEqualTo(
              live.stream().map(Instance::resources).reduce(Resources.NONE, Resources::plus));
      assertThat(use.live().instances()).isEqualTo(live.size());
      assertThat(use.live().ports())
          .isEqualTo(live.stream().mapToLong(it -> it.ports().size()).sum());
    }
  }

  /** The root group holds the apps at the root only; others all below them. */
  private static boolean isIn(AppId app, String group) {
    return group.equals(".")
        ? app.path().indexOf('/', 1) < 0
        : app.path().startsWith("/" + group + "/");
  }
}
