package dev.ekiden.core.place;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Spreading;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTests {
  private static Pool pool(AgentBuilder... agents) {
    var pool = new Pool();
    for (var agent : agents) {
      pool.put(agent.build(), Standing.OPEN);
    }
    return pool;
  }

  private static Explanation explain(Pool pool, AppBuilder app, int count) {
    return Explanation.of(pool, app.build(), new IntCounts(), count, 1);
  }

  private static List<String> changes(Explanation explanation) {
    return explanation.counterfactuals().stream().map(Counterfactual::sentence).toList();
  }

  @Test
  void a_funnel_says_where_the_agents_are_lost() {
    var pool =
        pool(
            agent("n1").with("zone", "a").capacity(4000, 100, 1000),
            agent("n2").with("zone", "a").capacity(4000, 200, 1000),
            agent("n3").with("zone", "b"),
            agent("n4").with("zone", "a"),
            agent("n5").with("zone", "a"),
            agent("n6").with("zone", "a").with("role", "db"));
    pool.standing(3, Standing.SILENT);
    pool.standing(4, Standing.DRAINING);
    var wish = app("/a").resources(100, 512, 0).constraint("zone", Operator.LIKE, "a");
    assertThat(explain(pool, wish, 1).funnel().sentence())
        .isEqualTo(
            "6 agents → 5 alive → 4 not being drained → 3 open to its role"
                + " → 2 match zone LIKE a → 0 with enough memory");
  }

  @Test
  void vetoes_are_those_after_what_could_be_placed() {
    var explanation = explain(pool(agent("n1").capacity(250, 4096, 0)), app("/a"), 5);
    assertThat(explanation.placed()).isEqualTo(2);
    assertThat(explanation.missing()).isEqualTo(3);
    assertThat(explanation.vetoes())
        .containsExactly(
            new Veto.ShortOf(explanation.vetoes().getFirst().agent(), Veto.Kind.CPUS, 100, 50));
    assertThat(explanation.funnel().sentence()).isEqualTo("1 agents → 1 alive → 0 with enough CPU");
  }

  @Test
  void where_all_fit_nothing_needs_to_change() {
    var explanation = explain(pool(agent("n1")), app("/a"), 1);
    assertThat(explanation.missing()).isZero();
    assertThat(explanation.counterfactuals()).isEmpty();
    assertThat(explanation.funnel().sentence()).isEqualTo("1 agents → 1 alive");
  }

  @Test
  void says_how_much_less_would_be_enough() {
    var two = pool(agent("n1").capacity(1000, 1000, 0), agent("n2").capacity(1000, 1500, 0));
    assertThat(changes(explain(two, app("/a").resources(100, 900, 0), 3)))
        .containsExactly(
            "2 of the 3 would fit as they are",
            "with 750 MiB of memory each instead of 900 MiB of memory all would fit");
  }

  @Test
  void says_which_constraint_is_in_the_way() {
    var two = pool(agent("n1").with("rack", "r1"), agent("n2").with("rack", "r1"), agent("n3"));
    var wish =
        app("/a")
            .constraints(
                new Constraint("rack", Operator.UNIQUE, ""),
                new Constraint("hostname", Operator.UNLIKE, "n9"));
    assertThat(changes(explain(two, wish, 2)))
        .containsExactly(
            "1 of the 2 would fit as they are", "without \"rack UNIQUE\" all would fit");
  }

  @Test
  void says_that_other_ports_would_do() {
    assertThat(changes(explain(pool(agent("n1")), app("/a").ports(80).requirePorts(), 2)))
        .containsExactly("with any host port instead of 80 all would fit");
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_change_does_what_it_says(long seed) {
    for (long one = seed * 30; one < seed * 30 + 30; one++) {
      var cluster = new RandomCluster(one, 40);
      int count = 12;
      var explanation = Explanation.of(cluster.pool, cluster.app, cluster.placed, count, one);
      assertThat(explanation.placed() + explanation.missing()).isEqualTo(count);
      int refusing = explanation.vetoes().size();
      assertThat(explanation.funnel().stages().getLast().left())
          .isEqualTo(cluster.pool.agents().size() - refusing);
      for (var change : explanation.counterfactuals()) {
        assertThat(explanation.missing()).isPositive();
        assertThat(helps(cluster, change, count, one)).as("%s in %s", change, one).isTrue();
      }
    }
  }

  private static boolean helps(RandomCluster cluster, Counterfactual change, int count, long one) {
    var app = cluster.app;
    return switch (change) {
      case Counterfactual.FewerInstances(_, var fit) ->
          missing(cluster, app, fit, one) == 0 && missing(cluster, app, fit + 1, one) == 1;
      case Counterfactual.LessOf(var kind, _, var enough) ->
          missing(cluster, with(app, kind, enough), count, one) == 0
              && missing(cluster, with(app, kind, enough + 1), count, one) > 0;
      case Counterfactual.WithoutConstraint(var text) -> {
        var others = new ArrayList<>(app.constraints());
        others.removeIf(constraint -> constraint.text().equals(text));
        yield missing(cluster, with(app, app.resources(), others, false), count, one) == 0;
      }
      case Counterfactual.WithoutFixedPorts(_) ->
          missing(cluster, with(app, app.resources(), app.constraints(), true), count, one) == 0;
    };
  }

  private static int missing(RandomCluster cluster, AppSpec app, int count, long one) {
    return Placement.of(cluster.pool, app, cluster.placed, one).place(count).missing();
  }

  private static AppSpec with(AppSpec app, Veto.Kind kind, long amount) {
    var was = app.resources();
    return with(
        app,
        new Resources(
            kind == Veto.Kind.CPUS ? amount : was.cpuMillis(),
            kind == Veto.Kind.MEMORY ? amount : was.memMib(),
            kind == Veto.Kind.DISK ? amount : was.diskMib(),
            kind == Veto.Kind.GPUS ? amount : was.gpus()),
        app.constraints(),
        false);
  }

  private static AppSpec with(
      AppSpec app, Resources each, List<Constraint> constraints, boolean anyPorts) {
    var builder =
        app("/a")
            .resources(each.cpuMillis(), each.memMib(), each.diskMib())
            .gpus((int) each.gpus())
            .ports(app.ports().stream().mapToInt(PortSpec::port).toArray())
            .constraints(constraints.toArray(Constraint[]::new))
            .prefers(app.policy().preferences().toArray(Preference[]::new))
            .roles(app.roles().toArray(String[]::new));
    if (app.policy().spreading() == Spreading.PACK) {
      builder.pack();
    }
    return app.requirePorts() && !anyPorts ? builder.requirePorts().build() : builder.build();
  }
}
