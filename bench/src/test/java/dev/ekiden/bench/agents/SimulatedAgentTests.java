package dev.ekiden.bench.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulatedAgentTests {
  private final ArrayDeque<Runnable> starting = new ArrayDeque<>();
  private final Tally tally = new Tally();
  private final SimulatedAgent agent =
      new SimulatedAgent(
          new FleetPlan(1, List.of(URI.create("wss://localhost:9445")), Path.of("ssl"), 0, 1)
              .machine(1),
          tally,
          new SimulatedAgent.Surroundings() {
            @Override
            public void afterStart(Runnable action) {
              starting.add(action);
            }

            @Override
            public long nowMillis() {
              return 1_000;
            }
          });

  private static Order.Run run(long epoch, String instance, Check... checks) {
    return new Order.Run(
        epoch,
        instance,
        "/a",
        List.of("sleep"),
        new TreeMap<>(),
        new Limits(10, 32, 0),
        List.of(),
        List.of(),
        List.of(checks),
        3_000);
  }

  private List<Report> sent() {
    return agent.next(-1);
  }

  private void startAll() {
    starting.forEach(Runnable::run);
    starting.clear();
  }

  @Test
  void reports_the_step_and_then_that_it_runs() {
    agent.run(run(1, "i1"));
    assertThat(sent()).hasSize(1).allMatch(Report.Progress.class::isInstance);
    startAll();
    assertThat(sent()).hasSize(2);
    assertThat(sent().getLast())
        .isInstanceOfSatisfying(
            Report.Running.class, running -> assertThat(running.instance()).isEqualTo("i1"));
    assertThat(agent.hello().instances())
        .extracting(Held::doing)
        .containsExactly(Held.Doing.RUNNING);
  }

  @Test
  void says_that_it_is_healthy_only_if_somebody_wants_to_know() {
    agent.run(run(1, "i1", new Check.Tcp(31_000, new Check.Rhythm(0, 1_000, 1_000, 3))));
    startAll();
    assertThat(sent().getLast()).isInstanceOf(Report.Health.class);
  }

  @Test
  void runs_an_instance_once_however_often_it_is_told() {
    agent.run(run(1, "i1"));
    agent.run(run(1, "i1"));
    startAll();
    assertThat(sent()).filteredOn(Report.Running.class::isInstance).hasSize(1);
    assertThat(tally.running).hasValue(1);
  }

  @Test
  void refuses_a_deposed_leader() {
    agent.run(run(5, "i1"));
    agent.run(run(4, "i2"));
    agent.kill(new Order.Kill(4, "i1", 0, ""));
    assertThat(agent.welcome(new Order.Welcome(4, "master-1", 3_000, List.of()))).isFalse();
    assertThat(agent.hello().instances()).extracting(Held::instance).containsExactly("i1");
    assertThat(tally.refused).hasValue(3);
  }

  @Test
  void keeps_reports_in_order_until_each_is_acknowledged() {
    agent.run(run(1, "i1"));
    startAll();
    var both = agent.next(-1);
    assertThat(both).hasSize(2);
    assertThat(agent.next(1_000)).containsExactly(both.getLast());
    agent.acknowledged(1_000);
    assertThat(agent.next(-1)).containsExactly(both.getLast());
    agent.acknowledged(1_001);
    assertThat(agent.next(-1)).isEmpty();
    assertThat(tally.waiting).hasValue(0);
  }

  @Test
  void has_no_more_reports_on_their_way_than_a_real_agent() {
    for (int n = 0; n < SimulatedAgent.WINDOW; n++) {
      agent.run(run(1, "i" + n));
    }
    startAll();
    assertThat(agent.next(-1)).hasSize(SimulatedAgent.WINDOW);
    long last = SimulatedAgent.seq(agent.next(-1).getLast());
    assertThat(agent.next(last)).isEmpty();
    agent.acknowledged(1_000);
    assertThat(agent.next(last)).hasSize(1);
  }

  @Test
  void ends_what_it_is_told_to_end_even_before_it_runs() {
    agent.run(run(1, "i1"));
    agent.kill(new Order.Kill(1, "i1", 0, ""));
    startAll();
    assertThat(sent()).noneMatch(Report.Running.class::isInstance);
    assertThat(sent().getLast())
        .isInstanceOfSatisfying(
            Report.Ended.class, ended -> assertThat(ended.cause()).isEqualTo(EndCause.KILLED));
    assertThat(agent.hello().instances()).isEmpty();
  }

  @Test
  void answers_for_an_instance_that_it_never_had_and_not_twice_for_one_that_ended() {
    agent.kill(new Order.Kill(1, "i9", 0, ""));
    agent.kill(new Order.Kill(1, "i9", 0, ""));
    assertThat(sent())
        .hasSize(1)
        .allMatch(
            report -> report instanceof Report.Ended ended && ended.cause() == EndCause.UNKNOWN);
  }
}
