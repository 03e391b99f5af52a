package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.StateDump;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Agents of 4 cores; n1 is to be drained. */
class DrainForecastTests {
  private static final String WEB = "/shop/web";
  private static final AgentId N1 = new AgentId("n1");
  private static final AgentId N2 = new AgentId("n2");
  private final World world = World.of(agent("n1"));

  private DrainForecast forecast() {
    return DrainForecast.of(world.state, List.of(N1));
  }

  @Test
  void it_says_where_each_would_go_and_changes_nothing() {
    world.running(app(WEB).instances(2));
    world.hello(agent("n2"));
    var before = StateDump.of(world.state);
    assertThat(forecast().moves())
        .extracting(DrainForecast.Move::from, DrainForecast.Move::to)
        .containsOnly(tuple(N1, N2))
        .hasSize(2);
    assertThat(forecast().stuck()).isEmpty();
    assertThat(forecast().dips()).isEmpty();
    assertThat(StateDump.of(world.state)).isEqualTo(before);
  }

  @Test
  void room_that_one_app_would_take_is_not_there_for_the_next() {
    world.running(app("/shop/a").resources(2000, 64, 0));
    world.running(app("/shop/b").resources(2000, 64, 0));
    world.hello(agent("n2").capacity(3000, 4096, 10_240));
    assertThat(forecast().moves())
        .extracting(DrainForecast.Move::app)
        .containsExactly(new AppId("/shop/a"));
    assertThat(forecast().stuck())
        .containsExactly(
            new DrainForecast.Stuck(
                new AppId("/shop/b"),
                List.of(world.first("/shop/b").id()),
                List.of(new Veto.ShortOf(N2, Veto.Kind.CPUS, 2000, 1000))));
  }

  @Test
  void who_fits_nowhere_takes_its_app_below_the_minimum() {
    world.running(
        app(WEB)
            .instances(3)
            .upgrade(0.5, 1)
            .constraint("hostname", Constraint.Operator.LIKE, "n1"));
    world.hello(agent("n2"));
    assertThat(forecast().stuck().getFirst().instances()).hasSize(3);
    assertThat(forecast().dips())
        .containsExactly(
            new DrainForecast.Dip(new AppId(WEB), 3, 2, 0, "3 of its instances fit nowhere else"));
  }

  @Test
  void what_the_minimum_can_spare_is_no_dip() {
    world.hello(agent("n2"));
    world.running(
        app(WEB)
            .instances(2)
            .upgrade(0.5, 1)
            .constraint("hostname", Constraint.Operator.UNIQUE, ""));
    assertThat(forecast().stuck()).hasSize(1);
    assertThat(forecast().dips()).isEmpty();
  }

  @Test
  void a_quota_without_room_for_one_more_means_a_dip() {
    world.running(app(WEB).instances(2));
    world.hello(agent("n2"));
    world.quota("shop", 1_000_000, 1_000_000, 2);
    assertThat(forecast().dips())
        .extracting(DrainForecast.Dip::left, DrainForecast.Dip::sentence)
        .containsExactly(
            tuple(1, "its quota has no room for one more, so one must end before it is replaced"));
  }

  @Test
  void agents_drained_together_are_no_place_for_each_other() {
    world.running(app(WEB));
    world.hello(agent("n2"));
    world.hello(agent("n3"));
    var both = DrainForecast.of(world.state, List.of(N1, N2, new AgentId("unheard-of")));
    assertThat(both.moves()).extracting(DrainForecast.Move::to).containsExactly(new AgentId("n3"));
  }

  @Test
  void jobs_and_what_runs_once_on_each_agent_stay() {
    var job = app("/shop/job").job(0).build();
    var log = app("/shop/log").workload(new Workload.PerAgent()).build();
    var at = world.now();
    for (var spec : List.of(job, log)) {
      world.state.apply(new Fact.AppDefined(spec, at, at, at, List.of()));
      var id = new InstanceId(spec.id().flat());
      world.state.apply(new Fact.InstancePlaced(id, spec.id(), at, N1, List.of(), at));
    }
    assertThat(forecast().stays())
        .extracting(DrainForecast.Stay::sentence)
        .containsExactly(
            "is a job's: it may finish within the time of the drain",
            "runs once on each agent: it ends last");
    assertThat(forecast().moves()).isEmpty();
  }
}
